using FastElman.Kernels;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Tests.Kernels;

/// <summary>The kernels of one instruction set, so that a test can take them by the name of that.</summary>
internal abstract class KernelSet
{
    public abstract int Lanes { get; }

    public static KernelSet Of(InstructionSet instructionSet) =>
        InstructionSets.Accept<Factory, KernelSet>(instructionSet, default);

    /// <summary>e^x in place; the length is a multiple of the lanes.</summary>
    public abstract void Exponential(Span<float> values);

    /// <summary>e^x in place, for x up to 0; the length is a multiple of the lanes.</summary>
    public abstract void ExponentialOfNonPositive(Span<float> values);

    /// <summary>e^x · 2^power in place, for x up to 0; the length is a multiple of the lanes.</summary>
    public abstract void LiftedExponential(Span<float> values, float power);

    /// <summary>Of the values alone.</summary>
    public void Activate<TActivation>(Span<float> values)
        where TActivation : struct, IActivation => ActivatedSum<TActivation>(values, new float[values.Length]);

    public abstract void ActivatedSum<TActivation>(Span<float> values, ReadOnlySpan<float> addend)
        where TActivation : struct, IActivation;

    public abstract void MultiplyByDerivative<TActivation>(ReadOnlySpan<float> values, Span<float> errors)
        where TActivation : struct, IActivation;

    public abstract void Add(ReadOnlySpan<float> addend, Span<float> sum);

    public abstract void Multiply(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> product);

    public abstract void AddScaled(ReadOnlySpan<float> addend, float factor, Span<float> sum);

    public abstract void MoveTowards(ReadOnlySpan<float> target, float share, Span<float> values);

    public abstract void Scale(Span<float> values, float factor);

    public abstract void AddProduct(
        ReadOnlySpan<float> left, ReadOnlySpan<float> right, float offset, float factor, Span<float> sum);

    /// <summary>
    /// Adds rows of a table [words, window, columns], each word's at its place, for each window of so many places.
    /// </summary>
    public unsafe void RowSums(
        ReadOnlySpan<float> table,
        int window,
        ReadOnlySpan<int> words,
        int places,
        ReadOnlySpan<float> start,
        Span<float> output)
    {
        fixed (float* first = table)
        {
            var addresses = new nint[words.Length];
            for (var i = 0; i < addresses.Length; i++)
            {
                addresses[i] = (nint)(first + (words[i] * window * start.Length));
            }

            RowSum(addresses, start.Length, places, start, output);
        }
    }

    /// <summary>The same for one window.</summary>
    public void RowSum(
        ReadOnlySpan<float> table,
        int window,
        ReadOnlySpan<int> words,
        ReadOnlySpan<float> start,
        Span<float> output) =>
        RowSums(table, window, words, words.Length, start, output);

    protected abstract void RowSum(
        ReadOnlySpan<nint> rows, int placeStride, int places, ReadOnlySpan<float> start, Span<float> output);

    public abstract bool HasByteProducts { get; }

    public abstract void ToBytes(ReadOnlySpan<float> hidden, Span<byte> bytes);

    /// <summary>The only label that can be the best, or −1 where there is more than one candidate.</summary>
    public abstract int FindUnique(ReadOnlySpan<byte> hidden, ByteWeights weights, Span<float> upper);

    public abstract void Softmax(ReadOnlySpan<float> logits, Span<float> probabilities);

    /// <summary>The logits are padded to whole registers, and change.</summary>
    public abstract int Label(Span<float> logits, float temperature, Span<float> probabilities);

    /// <summary>The logits are padded to whole registers.</summary>
    public abstract int LabelWithConfidence(
        ReadOnlySpan<float> logits, float temperature, int wanted, out float probability);

    public abstract int ArgMax(ReadOnlySpan<float> logits);

    public abstract float Maximum(ReadOnlySpan<float> values);

    public abstract void MatrixVector(
        ReadOnlySpan<float> input,
        Panels weights,
        ReadOnlySpan<float> start,
        Span<float> output,
        Direction direction = Direction.Forward);

    public abstract void MatrixProduct(
        ReadOnlySpan<float> left,
        int leftStride,
        int rows,
        Panels weights,
        ReadOnlySpan<float> start,
        int startStride,
        Span<float> output,
        Direction direction = Direction.Forward);

    public abstract void BlockSparseVector(
        ReadOnlySpan<float> input,
        BlockSparsePanels weights,
        ReadOnlySpan<float> start,
        Span<float> output,
        Direction direction);

    public abstract void BlockSparseProduct(
        ReadOnlySpan<float> left, BlockSparsePanels weights, Span<float> sums, Direction direction);

    public abstract void SemiringProduct<TSemiring>(
        ReadOnlySpan<float> vector, ReadOnlySpan<float> matrix, Span<float> output, Direction order)
        where TSemiring : struct, ISemiring;

    public abstract void Viterbi(
        ReadOnlySpan<float> logits,
        ReadOnlySpan<float> start,
        ReadOnlySpan<float> transitions,
        ReadOnlySpan<float> transposed,
        Span<float> best,
        Span<int> labels);

    public abstract float Exponentiate(ReadOnlySpan<float> transitions, int stride, Span<float> exponentials);

    public abstract double ForwardBackward(
        ReadOnlySpan<float> logits,
        ReadOnlySpan<float> start,
        ReadOnlySpan<float> exponentials,
        ReadOnlySpan<float> transposed,
        float largestTransition,
        Span<float> forward,
        Span<float> backward,
        Span<float> marginals);

    private readonly struct Factory : ISimdVisitor<KernelSet>
    {
        public KernelSet Visit<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => new KernelSet<TSimd, TVector>();
    }
}
