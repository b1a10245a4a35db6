using FastElman.Kernels;
using FastElman.Simd;

namespace FastElman.Training.Backpropagation;

/// <summary>The average with the kernels of one instruction set.</summary>
internal sealed class WeightAverage<TSimd, TVector>(TrainingParameters parameters) : WeightAverage(parameters)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    protected override void Follow(ReadOnlySpan<float> values, Span<float> average, float share) =>
        Elementwise.MoveTowards<TSimd, TVector>(values, share, average);
}
