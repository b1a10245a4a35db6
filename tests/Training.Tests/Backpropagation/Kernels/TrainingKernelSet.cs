using FastElman.Simd;
using FastElman.Training.Backpropagation;
using FastElman.Training.Backpropagation.Kernels;
using FastElman.Training.Corpora;

namespace FastElman.Training.Tests.Backpropagation.Kernels;

/// <summary>The kernels of training in one instruction set, so that a test can take them by the name of that.</summary>
internal abstract class TrainingKernelSet
{
    public static TheoryData<InstructionSet> All => new(SimdInfo.Supported);

    public abstract int Lanes { get; }

    /// <summary>What the rows and the columns of a matrix are multiples of that is transposed.</summary>
    public abstract (int Rows, int Columns) TransposedBlock { get; }

    public static TrainingKernelSet Of(InstructionSet instructionSet) =>
        InstructionSets.Accept<Factory, TrainingKernelSet>(instructionSet, default);

    public abstract void Product(
        ReadOnlySpan<float> left,
        ReadOnlySpan<float> right,
        ReadOnlySpan<float> addend,
        Span<float> output,
        ProductLayout layout);

    public abstract void RowProduct(
        ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> output, RowProductLayout layout);

    public abstract void Transpose(
        ReadOnlySpan<float> source, int sourceStride, int rows, int columns, Span<float> target, int targetStride);

    public abstract void UpdateByAdam(
        Span<float> parameters,
        ReadOnlySpan<float> gradients,
        Span<float> first,
        Span<float> second,
        float rate,
        float epsilon);

    public abstract bool Normalize(Span<float> vector);

    private readonly struct Factory : ISimdVisitor<TrainingKernelSet>
    {
        public TrainingKernelSet Visit<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => new TrainingKernelSet<TSimd, TVector>();
    }
}

internal sealed class TrainingKernelSet<TSimd, TVector> : TrainingKernelSet
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public override int Lanes => TSimd.Lanes;

    public override (int Rows, int Columns) TransposedBlock =>
        (Transposition.RowBlock<TSimd, TVector>(), Transposition.ColumnBlock<TSimd, TVector>());

    public override void Product(
        ReadOnlySpan<float> left,
        ReadOnlySpan<float> right,
        ReadOnlySpan<float> addend,
        Span<float> output,
        ProductLayout layout) =>
        StridedProduct.Multiply<TSimd, TVector>(left, right, addend, output, layout);

    public override void RowProduct(
        ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> output, RowProductLayout layout) =>
        FastElman.Training.Backpropagation.Kernels.RowProduct.Multiply<TSimd, TVector>(left, right, output, layout);

    public override void Transpose(
        ReadOnlySpan<float> source, int sourceStride, int rows, int columns, Span<float> target, int targetStride) =>
        Transposition.Copy<TSimd, TVector>(source, sourceStride, rows, columns, target, targetStride);

    public override void UpdateByAdam(
        Span<float> parameters,
        ReadOnlySpan<float> gradients,
        Span<float> first,
        Span<float> second,
        float rate,
        float epsilon) =>
        AdamUpdate.Apply<TSimd, TVector>(parameters, gradients, first, second, rate, epsilon);

    public override bool Normalize(Span<float> vector) => L2Normalize.Normalize<TSimd, TVector>(vector);
}
