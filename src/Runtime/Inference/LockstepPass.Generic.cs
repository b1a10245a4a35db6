using System.Runtime.CompilerServices;
using FastElman.Kernels;
using FastElman.Simd;

namespace FastElman.Inference;

/// <inheritdoc/>
internal sealed class LockstepPass<TSimd, TVector>(PackedNetwork network) : LockstepPass
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly int _stride = network.RecurrentWeights.PaddedColumns;
    private readonly InputLayer<TSimd, TVector> _input = InputLayer<TSimd, TVector>.Of(network);
    private readonly RecurrentLayer<TSimd, TVector> _recurrent = new(network);
    private readonly OutputLayer<TSimd, TVector> _output = new(network);

    public override InstructionSet InstructionSet => TSimd.InstructionSet;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Begin(
        ReadOnlySpan<int> windows, ReadOnlySpan<float> previous, Span<float> next, SumOrder order, InputScratch input, ProductScratch products)
    {
        _input.SumEarlierApart(windows, next, input);
        _recurrent.AddTo(previous[..next.Length], next, order, products);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Finish(ReadOnlySpan<int> newest, Span<float> next, InputScratch scratch)
    {
        _input.ProjectNewest(newest, scratch);
        for (var i = 0; i < newest.Length; i++)
        {
            ActivatedSum.Apply<TSimd, TVector, Sigmoid>(next.Slice(i * _stride, _stride), _input.Newest(newest[i], i, scratch));
            _input.Prefetch(newest[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Label(ReadOnlySpan<float> hidden, Span<int> labels, Span<float> probabilities, ProductScratch scratch) =>
        _output.Label(hidden, labels, probabilities, scratch);

    public override void WarmUp(ProductScratch products)
    {
        var upper = products.Sums[..network.OutputWeights.PaddedColumns];
        upper.Fill(float.NegativeInfinity);
        upper[0] = 0;
        _output.BestOfCandidates(network.Zeros, upper, limit: 0, products);
    }
}
