using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Reference;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Kernels;

/// <summary>The softmax of rows that are padded with −∞, together with the label, or for one label alone.</summary>
public sealed class SoftmaxLabelTests
{
    [Theory]
    [EveryInstructionSet(1f, 0.4f, 3f)]
    public void Every_number_of_labels_is_right(InstructionSet instructionSet, float temperature)
    {
        var random = new Random(5);
        for (var labels = 1; labels <= 200; labels++)
        {
            var logits = RandomFloats.Uniform(random, labels, range: 12f);
            var (label, probabilities) = Label(instructionSet, logits, temperature);
            Assert.Equal(ReferenceSoftmax.ArgMax([.. logits]), label);
            var expected = ReferenceSoftmax.Of([.. logits.Select(logit => logit / (double)temperature)]);
            for (var i = 0; i < labels; i++)
            {
                // A quotient of up to 60 is rounded to half of 2^−18 of it.
                var bound = Softmax.AbsoluteErrorBound(labels) + (temperature == 1f ? 0 : 1e-5 * expected[i]);
                Assert.InRange(probabilities[i] - expected[i], -bound, bound);
            }
        }
    }

    [Theory]
    [EveryInstructionSet(1f, 0.4f)]
    public void One_probability_has_the_bits_that_it_has_among_all(InstructionSet instructionSet, float temperature)
    {
        var random = new Random(6);
        for (var labels = 1; labels <= 140; labels++)
        {
            var logits = RandomFloats.Uniform(random, labels, range: 30f);
            var (label, probabilities) = Label(instructionSet, logits, temperature);
            for (var wanted = -1; wanted < labels; wanted++)
            {
                var row = Padded(instructionSet, logits);
                var found = KernelSet.Of(instructionSet).LabelWithConfidence(
                    row.Span, temperature, wanted, out var probability);
                Assert.Equal(label, found);
                Bits.AssertEqual([probabilities[wanted < 0 ? label : wanted]], [probability], $"{wanted} of {labels}");
                row.AssertGuardsUntouched();
            }
        }
    }

    [Theory]
    [EveryInstructionSet(float.NaN, float.PositiveInfinity)]
    public void A_logit_that_is_nan_or_infinite_gives_label_zero_and_nan(
        InstructionSet instructionSet, float spoiler)
    {
        for (var labels = 1; labels <= 40; labels++)
        {
            for (var place = 0; place < labels; place++)
            {
                var logits = Enumerable.Range(0, labels).Select(i => (float)i).ToArray();
                logits[place] = spoiler;
                AssertNaN(instructionSet, logits);
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Nothing_but_minus_infinity_gives_label_zero_and_nan(InstructionSet instructionSet) =>
        AssertNaN(instructionSet, [.. Enumerable.Repeat(float.NegativeInfinity, 21)]);

    [Theory, EveryInstructionSet]
    public void The_first_of_equals_wins(InstructionSet instructionSet)
    {
        for (var first = 0; first < 50; first++)
        {
            for (var second = first + 1; second < 50; second += 7)
            {
                var logits = new float[50];
                Array.Fill(logits, -1f);
                logits[first] = logits[second] = 4f;
                Assert.Equal(first, Label(instructionSet, logits, temperature: 1f).Label);
            }
        }
    }

    private static void AssertNaN(InstructionSet instructionSet, float[] logits)
    {
        var (label, probabilities) = Label(instructionSet, logits, temperature: 1f);
        Assert.Equal(0, label);
        Assert.All(probabilities, p => Assert.True(float.IsNaN(p)));
        var found = KernelSet.Of(instructionSet).LabelWithConfidence(
            Padded(instructionSet, logits).Span, 1f, wanted: -1, out var probability);
        Assert.Equal(0, found);
        Assert.True(float.IsNaN(probability));
    }

    private static (int Label, float[] Probabilities) Label(
        InstructionSet instructionSet, float[] logits, float temperature)
    {
        var row = Padded(instructionSet, logits);
        var probabilities = new GuardedBuffer(logits.Length, offset: logits.Length % 16);
        var label = KernelSet.Of(instructionSet).Label(row.Span, temperature, probabilities.Span);
        row.AssertGuardsUntouched();
        probabilities.AssertGuardsUntouched();
        return (label, probabilities.Span.ToArray());
    }

    private static GuardedBuffer Padded(InstructionSet instructionSet, float[] logits)
    {
        var lanes = KernelSet.Of(instructionSet).Lanes;
        var row = new GuardedBuffer(PanelLayout.RoundUp(logits.Length, lanes));
        row.Span.Fill(float.NegativeInfinity);
        logits.CopyTo(row.Span);
        return row;
    }
}
