using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Labels;
using FastElman.Packing;
using FastElman.Reference;
using FastElman.Simd;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Packing;

/// <summary>Constraints without a matrix give the bits of the matrix that says the same.</summary>
public sealed class PackedConstraintsTests
{
    /// <summary>
    /// Every slot with both labels, with one of them, in any order; no constraint; nothing but constraints.
    /// </summary>
    public static TheoryData<string[]> LabelSets =>
    [
        new string[] { "O" },
        new string[] { "I-x" },
        new string[] { "O", "B-x", "I-x", "B-y", "I-y" },
        new string[] { "I-y", "B-y", "I-x", "O", "B-x" },
        new string[] { "I-a", "I-b", "I-c" },
        new string[] { "B-a", "O", "I-", "B-", "I-b", "X-a" },
        Names(21),
        Names(127),
        Names(300),
    ];

    [Theory, MemberData(nameof(LabelSets))]
    public void Paths_are_those_of_the_matrix_ties_included(string[] names)
    {
        var random = new Random(names.Length);
        foreach (var instructionSet in SimdInfo.Supported)
        {
            var (constraints, matrix) = Both(names, instructionSet);
            for (var round = 0; round < 60; round++)
            {
                var words = random.Next(1, 12);
                var logits = Logits(words, constraints, random, round % 3);
                var expected = new int[words];
                var labels = new int[words];
                InstructionSets.Accept<Paths, bool>(
                    instructionSet, new Paths(constraints, matrix, logits, expected, labels));
                Assert.Equal(expected, labels);
            }
        }
    }

    [Theory, MemberData(nameof(LabelSets))]
    public void Probabilities_have_the_bits_of_the_matrix(string[] names)
    {
        var random = new Random(names.Length);
        foreach (var instructionSet in SimdInfo.Supported)
        {
            var (constraints, matrix) = Both(names, instructionSet);
            for (var round = 0; round < 20; round++)
            {
                var words = random.Next(1, 12);
                var logits = Logits(words, constraints, random, round % 2);
                var (expected, marginals) = (new float[logits.Length], new float[logits.Length]);
                InstructionSets.Accept<Marginals, bool>(
                    instructionSet, new Marginals(constraints, matrix, logits, expected, marginals));
                Bits.AssertEqual(expected, marginals);
            }
        }
    }

    [Theory, MemberData(nameof(LabelSets))]
    public void Every_pair_weighs_what_it_weighs_in_the_matrix(string[] names)
    {
        foreach (var instructionSet in SimdInfo.Supported)
        {
            var (constraints, matrix) = Both(names, instructionSet);
            Assert.Equal(matrix.LargestTransition, constraints.LargestTransition);
            Bits.AssertEqual([.. matrix.Start], [.. constraints.Start]);
            for (var before = 0; before < names.Length; before++)
            {
                for (var label = 0; label < names.Length; label++)
                {
                    Assert.Equal(matrix.Score(before, label), constraints.Score(before, label));
                    Assert.Equal(matrix.Exponential(before, label), constraints.Exponential(before, label));
                }
            }
        }
    }

    /// <summary>All sequences of up to four labels.</summary>
    [Fact]
    public void It_allows_the_sequences_in_which_every_label_may_follow()
    {
        var plain = new IobConstraints(new LabelSet(["O", "B-x", "I-x", "B-y", "I-y"]));
        var packed = new PackedConstraints(plain, SimdInfo.Active);
        Assert.True(packed.Allows([]));
        var allowed = 0;
        foreach (var sequence in Enumerable.Range(1, 4).SelectMany(words => LabelSequences.Of(words, 5)))
        {
            var expected = sequence
                .Select((label, t) => plain.MayFollow(t == 0 ? -1 : sequence[t - 1], label))
                .All(may => may);
            Assert.Equal(expected, packed.Allows(sequence));
            allowed += expected ? 1 : 0;
        }

        Assert.InRange(allowed, 1, 779);
    }

    /// <summary>Labels as those of a corpus of flights: some slots have no I label.</summary>
    private static string[] Names(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => (i % 3) switch
        {
            _ when i == 0 => "O",
            0 => $"B-{-i}",
            1 => $"B-{i / 3}",
            _ => $"I-{i / 3}",
        }),
    ];

    private static (PackedConstraints Constraints, PackedTransitions Matrix) Both(
        string[] names, InstructionSet instructionSet)
    {
        var plain = new IobConstraints(new LabelSet(names));
        var zeros = new float[(names.Length + 1) * names.Length];
        return (
            new PackedConstraints(plain, instructionSet),
            new PackedTransitions(new LabelTransitions(names.Length, zeros, plain), instructionSet));
    }

    /// <summary>Some of few values, so that there are ties; spread far; or with −∞ among them.</summary>
    private static float[] Logits(int words, LabelChain chain, Random random, int kind)
    {
        var logits = new float[words * chain.Stride];
        for (var i = 0; i < logits.Length; i++)
        {
            logits[i] = i % chain.Stride >= chain.Labels || (kind == 2 && random.Next(3) == 0)
                ? float.NegativeInfinity
                : kind == 1 ? (random.NextSingle() - 0.5f) * 150 : random.Next(-2, 3);
        }

        return logits;
    }

    private sealed class Paths(
        PackedConstraints constraints, PackedTransitions matrix, float[] logits, int[] expected, int[] labels)
        : ISimdVisitor<bool>
    {
        public bool Visit<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            var best = new float[logits.Length];
            Viterbi.Decode<TSimd, TVector>(
                logits, matrix.Start, matrix.Transitions, matrix.Transposed, best, expected);
            ConstrainedViterbi.Decode<TSimd, TVector>(
                logits, constraints.Start, constraints.Constrained, constraints.Predecessors, best, labels);
            return true;
        }
    }

    private sealed class Marginals(
        PackedConstraints constraints, PackedTransitions matrix, float[] logits, float[] expected, float[] marginals)
        : ISimdVisitor<bool>
    {
        public bool Visit<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            Compute<TSimd, TVector, MatrixTransitionProducts>(matrix.Products, expected);
            Compute<TSimd, TVector, ConstraintTransitionProducts>(
                constraints.Products(new float[constraints.ScratchLength]), marginals);
            return true;
        }

        private void Compute<TSimd, TVector, TProducts>(TProducts products, float[] output)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
            where TProducts : struct, ITransitionProducts, allows ref struct =>
            ForwardBackward.Compute<TSimd, TVector, TProducts>(
                logits,
                matrix.TemperedStart,
                products,
                0,
                new float[logits.Length],
                new float[logits.Length],
                output,
                out _);
    }
}
