using CsCheck;
using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Kernels;

public sealed class ActivatedSumTests
{
    private static readonly Gen<float> AnyInput = Gen.OneOf(
        Gen.Single[-20f, 20f],
        Gen.Single[-110f, 110f],
        Gen.OneOf(0f, -0f, 15f, 15.000001f, -88f, -88.00001f, 1e-45f, -1e-45f, 1e30f, -1e30f),
        Gen.OneOf(float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue));

    private static readonly Gen<ActivationCase> AnyActivation =
        Gen.Int[0, ActivationCase.All.Count - 1].Select(i => ActivationCase.All[i]);

    [Theory, EveryInstructionSet]
    public void Every_length_and_alignment_is_right(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        var random = new Random(1);
        foreach (var activation in ActivationCase.All)
        {
            for (var length = 0; length <= 200; length++)
            {
                var input = RandomFloats.Uniform(random, length, 12f);
                var addend = new GuardedBuffer(RandomFloats.Uniform(random, length, 8f), offset: (length + 5) % 16);
                var buffer = new GuardedBuffer(input, offset: length % 16);
                activation.Apply(kernels, buffer.Span, addend.Span);
                activation.AssertValues(input, addend.Span, buffer.Span);
                buffer.AssertGuardsUntouched();
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Any_mixture_of_values_is_right_lane_by_lane(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        Gen.Select(AnyInput.Array[0, 200], Gen.Int[0, 15], AnyActivation).Sample(
            (input, offset, activation) =>
            {
                var buffer = new GuardedBuffer(input, offset);
                var addend = new float[input.Length];
                activation.Apply(kernels, buffer.Span, addend);
                activation.AssertValues(input, addend, buffer.Span);
                buffer.AssertGuardsUntouched();
            },
            iter: 600);
    }

    [Theory, EveryInstructionSet]
    public void A_value_has_the_same_bits_in_every_place(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        Gen.Select(AnyInput, AnyActivation).Sample(
            (x, activation) =>
            {
                var values = Enumerable.Repeat(x, 37).ToArray();
                activation.Apply(kernels, values, new float[37]);
                Bits.AssertEqual(Enumerable.Repeat(values[0], 37).ToArray(), values);
            },
            iter: 600);
    }

    [Theory, EveryInstructionSet]
    public void Errors_are_multiplied_by_the_derivative(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        var random = new Random(4);
        foreach (var activation in ActivationCase.All)
        {
            for (var length = 0; length <= 200; length++)
            {
                float[] values =
                [
                    .. RandomFloats.Uniform(random, length, 1f).Select(
                        (value, i) => i % 7 == 0 ? 0f : i % 7 == 1 ? 1f : Math.Abs(value)),
                ];
                var errors = RandomFloats.Uniform(random, length, 1f);
                var actual = new GuardedBuffer(errors, offset: length % 16);
                activation.MultiplyByDerivative(
                    kernels, new GuardedBuffer(values, offset: (length + 3) % 16).Span, actual.Span);
                activation.AssertErrors(values, errors, actual.Span);
                actual.AssertGuardsUntouched();
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void The_slope_of_the_sigmoid_is_multiplied_in_the_order_of_theano(InstructionSet instructionSet)
    {
        var values = RandomFloats.Uniform(new Random(5), 100, 1f);
        var errors = RandomFloats.Uniform(new Random(6), 100, 1f);
        float[] expected = [.. errors.Zip(values, (error, h) => error * h * (1f - h))];
        KernelSet.Of(instructionSet).MultiplyByDerivative<Sigmoid>(values, errors);
        Bits.AssertEqual(expected, errors);
    }
}
