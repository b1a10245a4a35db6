using FastElman.Simd;
using FastElman.Training.Backpropagation.Kernels;

namespace FastElman.Training.Backpropagation;

/// <summary>Adam with the kernels of one instruction set.</summary>
internal sealed class AdamOptimizer<TSimd, TVector>(TrainingParameters parameters) : AdamOptimizer(parameters)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    protected override void Update(
        Span<float> values,
        ReadOnlySpan<float> gradients,
        Span<float> first,
        Span<float> second,
        float rate,
        float epsilon) =>
        AdamUpdate.Apply<TSimd, TVector>(values, gradients, first, second, rate, epsilon);
}
