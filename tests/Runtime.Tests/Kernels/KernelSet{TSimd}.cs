using FastElman.Kernels;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Tests.Kernels;

internal sealed class KernelSet<TSimd, TVector> : KernelSet
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public override int Lanes => TSimd.Lanes;

    public override void Exponential(Span<float> values)
    {
        for (var i = 0; i < values.Length; i += TSimd.Lanes)
        {
            TSimd.Store(
                FastElman.Kernels.Exponential.Of<TSimd, TVector>(TSimd.Load(ref values[i], 0)), ref values[i], 0);
        }
    }

    public override void ExponentialOfNonPositive(Span<float> values)
    {
        for (var i = 0; i < values.Length; i += TSimd.Lanes)
        {
            var x = TSimd.Load(ref values[i], 0);
            TSimd.Store(FastElman.Kernels.Exponential.OfNonPositive<TSimd, TVector>(x), ref values[i], 0);
        }
    }

    public override void LiftedExponential(Span<float> values, float power)
    {
        for (var i = 0; i < values.Length; i += TSimd.Lanes)
        {
            var x = TSimd.Load(ref values[i], 0);
            TSimd.Store(FastElman.Kernels.Exponential.Lifted<TSimd, TVector>(x, power), ref values[i], 0);
        }
    }

    public override void ActivatedSum<TActivation>(Span<float> values, ReadOnlySpan<float> addend) =>
        FastElman.Kernels.ActivatedSum.Apply<TSimd, TVector, TActivation>(values, addend);

    public override void MultiplyByDerivative<TActivation>(ReadOnlySpan<float> values, Span<float> errors) =>
        FastElman.Kernels.ActivatedSum.MultiplyByDerivative<TSimd, TVector, TActivation>(values, errors);

    public override void Add(ReadOnlySpan<float> addend, Span<float> sum) =>
        Elementwise.Add<TSimd, TVector>(addend, sum);

    public override void Multiply(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> product) =>
        Elementwise.Multiply<TSimd, TVector>(left, right, product);

    public override void AddScaled(ReadOnlySpan<float> addend, float factor, Span<float> sum) =>
        Elementwise.AddScaled<TSimd, TVector>(addend, factor, sum);

    public override void MoveTowards(ReadOnlySpan<float> target, float share, Span<float> values) =>
        Elementwise.MoveTowards<TSimd, TVector>(target, share, values);

    public override void Scale(Span<float> values, float factor) => Elementwise.Scale<TSimd, TVector>(values, factor);

    public override void AddProduct(
        ReadOnlySpan<float> left, ReadOnlySpan<float> right, float offset, float factor, Span<float> sum) =>
        Elementwise.AddProduct<TSimd, TVector>(left, right, offset, factor, sum);

    protected override void RowSum(
        ReadOnlySpan<nint> rows, int placeStride, int places, ReadOnlySpan<float> start, Span<float> output) =>
        FastElman.Kernels.RowSum.Add<TSimd, TVector>(rows, placeStride, places, start, output);

    public override bool HasByteProducts => TSimd.HasByteProducts;

    public override void ToBytes(ReadOnlySpan<float> hidden, Span<byte> bytes) =>
        ByteArgMax.ToBytes<TSimd, TVector>(hidden, bytes);

    public override int FindUnique(ReadOnlySpan<byte> hidden, ByteWeights weights, Span<float> upper) =>
        ByteArgMax.TryFindUnique<TSimd, TVector>(
            hidden, weights.Panels, weights.Scales, weights.Biases, weights.Errors, upper, out _, out var label)
            ? label
            : -1;

    public override void Softmax(ReadOnlySpan<float> logits, Span<float> probabilities) =>
        FastElman.Kernels.Softmax.Apply<TSimd, TVector>(logits, probabilities);

    public override int Label(Span<float> logits, float temperature, Span<float> probabilities) =>
        FastElman.Kernels.Softmax.Label<TSimd, TVector>(logits, temperature, probabilities);

    public override int LabelWithConfidence(
        ReadOnlySpan<float> logits, float temperature, int wanted, out float probability) =>
        FastElman.Kernels.Softmax.LabelWithConfidence<TSimd, TVector>(logits, temperature, wanted, out probability);

    public override int ArgMax(ReadOnlySpan<float> logits) => FastElman.Kernels.ArgMax.Of<TSimd, TVector>(logits);

    public override float Maximum(ReadOnlySpan<float> values) => FastElman.Kernels.Maximum.Of<TSimd, TVector>(values);

    public override void MatrixVector(
        ReadOnlySpan<float> input,
        Panels weights,
        ReadOnlySpan<float> start,
        Span<float> output,
        Direction direction = Direction.Forward) =>
        FastElman.Kernels.MatrixVector.Multiply<TSimd, TVector>(input, weights, start, output, direction);

    public override void MatrixProduct(
        ReadOnlySpan<float> left,
        int leftStride,
        int rows,
        Panels weights,
        ReadOnlySpan<float> start,
        int startStride,
        Span<float> output,
        Direction direction = Direction.Forward) =>
        FastElman.Kernels.MatrixProduct.Multiply<TSimd, TVector>(
            left, leftStride, rows, weights, start, startStride, output, direction);

    public override void BlockSparseVector(
        ReadOnlySpan<float> input,
        BlockSparsePanels weights,
        ReadOnlySpan<float> start,
        Span<float> output,
        Direction direction) =>
        FastElman.Kernels.BlockSparseVector.Multiply<TSimd, TVector, FloatProducts<TSimd, TVector>>(
            input, weights, start, output, direction);

    public override void BlockSparseProduct(
        ReadOnlySpan<float> left, BlockSparsePanels weights, Span<float> sums, Direction direction) =>
        FastElman.Kernels.BlockSparseProduct.Add<TSimd, TVector>(left, weights, sums, direction);

    public override void SemiringProduct<TSemiring>(
        ReadOnlySpan<float> vector, ReadOnlySpan<float> matrix, Span<float> output, Direction order) =>
        FastElman.Kernels.SemiringProduct.Multiply<TSimd, TVector, TSemiring>(vector, matrix, output, order);

    public override void Viterbi(
        ReadOnlySpan<float> logits,
        ReadOnlySpan<float> start,
        ReadOnlySpan<float> transitions,
        ReadOnlySpan<float> transposed,
        Span<float> best,
        Span<int> labels) =>
        FastElman.Kernels.Viterbi.Decode<TSimd, TVector>(logits, start, transitions, transposed, best, labels);

    public override float Exponentiate(ReadOnlySpan<float> transitions, int stride, Span<float> exponentials) =>
        FastElman.Kernels.ForwardBackward.Exponentiate<TSimd, TVector>(transitions, stride, exponentials);

    public override double ForwardBackward(
        ReadOnlySpan<float> logits,
        ReadOnlySpan<float> start,
        ReadOnlySpan<float> exponentials,
        ReadOnlySpan<float> transposed,
        float largestTransition,
        Span<float> forward,
        Span<float> backward,
        Span<float> marginals) =>
        FastElman.Kernels.ForwardBackward.Compute<TSimd, TVector, MatrixTransitionProducts>(
            logits,
            start,
            new MatrixTransitionProducts(exponentials, transposed, start.Length),
            largestTransition,
            forward,
            backward,
            marginals,
            out _);
}
