using FastElman.Fixtures;
using FastElman.Labels;
using FastElman.Packing;
using FastElman.Simd;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Packing;

public sealed class PackedTransitionsTests
{
    private static readonly LabelSet Names = new(["O", "B-x", "I-x", "B-y", "I-y"]);

    [Theory]
    [EveryInstructionSet(1, 2, 5, 16, 17, 40)]
    public void The_table_and_its_transpose_hold_every_score(
        InstructionSet instructionSet, int labels)
    {
        float[] scores = [.. Enumerable.Range(0, (labels + 1) * labels).Select(i => i + 0.5f)];
        var packed = new PackedTransitions(new LabelTransitions(labels, scores, constraints: null), instructionSet);
        Assert.Equal(labels, packed.Labels);
        Assert.Equal(0, packed.Stride % InstructionSets.TraitsOf(instructionSet).Lanes);
        Assert.InRange(packed.Stride, labels, labels + InstructionSets.TraitsOf(instructionSet).Lanes - 1);
        Assert.Equal(
            (packed.Stride, labels * packed.Stride, labels * packed.Stride),
            (packed.Start.Length, packed.Transitions.Length, packed.Transposed.Length));
        for (var before = 0; before < labels; before++)
        {
            Assert.Equal(scores[(labels * labels) + before], packed.Start[before]);
            for (var label = 0; label < labels; label++)
            {
                Assert.Equal(scores[(before * labels) + label], packed.Transitions[(before * packed.Stride) + label]);
                Assert.Equal(scores[(before * labels) + label], packed.Transposed[(label * packed.Stride) + before]);
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Forbidden_transitions_are_minus_infinity(InstructionSet instructionSet)
    {
        float[] scores = [.. Enumerable.Range(0, 30).Select(i => (i % 7) - 3.5f)];
        var constraints = new IobConstraints(Names);
        var packed = new PackedTransitions(new LabelTransitions(5, scores, constraints), instructionSet);
        for (var before = -1; before < 5; before++)
        {
            for (var label = 0; label < 5; label++)
            {
                var score = scores[((before < 0 ? 5 : before) * 5) + label];
                Assert.Equal(
                    constraints.MayFollow(before, label) ? score : float.NegativeInfinity,
                    before < 0 ? packed.Start[label] : packed.Score(before, label));
            }
        }
    }
}
