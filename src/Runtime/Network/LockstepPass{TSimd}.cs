using System.Runtime.CompilerServices;
using FastElman.Kernels;
using FastElman.Memory;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Network;

/// <inheritdoc/>
internal sealed class LockstepPass<TSimd, TVector> : LockstepPass
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly PackedNetwork _network;
    private readonly HiddenActivation _activation;
    private readonly int _stride;
    private readonly InputLayer<TSimd, TVector> _input;
    private readonly RecurrentLayer<TSimd, TVector> _recurrent;
    private readonly OutputLayer<TSimd, TVector> _output;
    private readonly OutputLayer<TSimd, TVector>? _feedback;

    public LockstepPass(PackedNetwork network)
    {
        _network = network;
        _activation = network.Shape.Variant.Activation;
        _stride = network.Forward.Stride;
        _input = InputLayer<TSimd, TVector>.Of(network.Forward);
        _recurrent = new RecurrentLayer<TSimd, TVector>(network.Forward);
        _output = new OutputLayer<TSimd, TVector>(network);
        _feedback = _output.AsFeedback();
    }

    public override InstructionSet InstructionSet => TSimd.InstructionSet;

    [MethodImpl(HotPath.Compiled)]
    public override void Begin(
        ReadOnlySpan<int> windows, ReadOnlySpan<float> previous, Span<float> next, Direction order, InputWorkspace input, ProductWorkspace products)
    {
        _input.AddContextPerWindow(windows, next, input);
        _recurrent.AddTo(previous[..next.Length], next, order, products);
    }

    [MethodImpl(HotPath.Compiled)]
    public override void Finish(ReadOnlySpan<int> newest, Span<float> next, InputWorkspace scratch)
    {
        _input.ProjectLookahead(newest, scratch);
        for (var i = 0; i < newest.Length; i++)
        {
            HiddenUnits.Activate<TSimd, TVector>(_activation, next.Slice(i * _stride, _stride), _input.Newest(newest[i], i, scratch));
            _input.Prefetch(newest[i]);
        }
    }

    [MethodImpl(HotPath.Compiled)]
    public override void Label(Span<float> states, Span<int> labels, Span<float> probabilities, ProductWorkspace scratch)
    {
        _output.Label(states, labels, probabilities, scratch);
        for (var i = 0; _feedback is not null && i < labels.Length; i++)
        {
            var row = states.Slice(i * _stride, _stride);
            _feedback.Probabilities(row, row, scratch);
        }
    }

    public override void WarmUp(ProductWorkspace products)
    {
        var upper = products.Sums[.._network.OutputWeights.PaddedColumns];
        upper.Fill(float.NegativeInfinity);
        upper[0] = 0;
        _output.BestOfCandidates(new float[_network.OutputStride], upper, limit: 0, products);
    }
}
