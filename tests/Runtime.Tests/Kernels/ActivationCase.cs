using FastElman.Kernels;
using FastElman.Reference;

namespace FastElman.Tests.Kernels;

/// <summary>An activation with its error bound, so that one test can go through all of them.</summary>
internal abstract class ActivationCase(HiddenActivation activation, float errorBound)
{
    public static IReadOnlyList<ActivationCase> All { get; } =
    [
        new ActivationCase<Sigmoid>(HiddenActivation.Sigmoid, Sigmoid.AbsoluteErrorBound),
        new ActivationCase<Tanh>(HiddenActivation.Tanh, Tanh.AbsoluteErrorBound),
        new ActivationCase<Relu>(HiddenActivation.Relu, 0f),
    ];

    public abstract void Apply(KernelSet kernels, Span<float> values, ReadOnlySpan<float> addend);

    public abstract void MultiplyByDerivative(KernelSet kernels, ReadOnlySpan<float> values, Span<float> errors);

    public void AssertValues(ReadOnlySpan<float> input, ReadOnlySpan<float> addend, ReadOnlySpan<float> actual)
    {
        for (var i = 0; i < input.Length; i++)
        {
            var sum = input[i] + addend[i];
            var expected = activation == HiddenActivation.Sigmoid
                ? ReferenceActivation.LimitedSigmoid(sum)
                : ReferenceActivation.Of(activation, sum);
            var same = float.IsFinite(actual[i])
                ? Math.Abs(actual[i] - expected) <= errorBound
                : expected.Equals(actual[i]);
            Assert.True(
                same, $"{activation}({sum:R}) at {i} of {input.Length}: expected {expected:R}, found {actual[i]:R}");
        }
    }

    public void AssertErrors(ReadOnlySpan<float> values, ReadOnlySpan<float> errors, ReadOnlySpan<float> actual)
    {
        for (var i = 0; i < values.Length; i++)
        {
            // Four roundings at most; where the derivative is 0 it is so exactly.
            var expected = errors[i] * ReferenceActivation.Derivative(activation, values[i]);
            var same = Math.Abs(actual[i] - expected) <= 4 * Math.ScaleB(Math.Abs(expected), -24);
            Assert.True(
                same,
                $"derivative of {activation} at {values[i]:R}: expected {expected:R}, found {actual[i]:R}");
        }
    }
}

internal sealed class ActivationCase<TActivation>(HiddenActivation activation, float errorBound)
    : ActivationCase(activation, errorBound)
    where TActivation : struct, IActivation
{
    public override void Apply(KernelSet kernels, Span<float> values, ReadOnlySpan<float> addend) =>
        kernels.ActivatedSum<TActivation>(values, addend);

    public override void MultiplyByDerivative(KernelSet kernels, ReadOnlySpan<float> values, Span<float> errors) =>
        kernels.MultiplyByDerivative<TActivation>(values, errors);
}
