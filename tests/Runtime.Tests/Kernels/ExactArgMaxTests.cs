using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Packing;
using FastElman.Simd;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Kernels;

/// <summary>The best of the labels that bytes leave open, from the registers in which they lie.</summary>
public sealed class ExactArgMaxTests
{
    private const int Depth = 7;

    /// <summary>Registers of logits, more than are computed at a time.</summary>
    private const int Registers = 9;

    [Theory, EveryInstructionSet]
    public void The_best_candidate_is_found_wherever_it_lies(InstructionSet instructionSet)
    {
        var lanes = InstructionSets.TraitsOf(instructionSet).Lanes;
        var random = new Random(lanes);
        for (var round = 0; round < 300; round++)
        {
            var registers = Enumerable.Range(0, Registers).OrderBy(_ => random.Next()).Take(1 + (round % 4)).Order();
            int[] candidates = [.. registers.Select(register => (register * lanes) + random.Next(lanes))];
            var (found, label, logits) = Find(instructionSet, candidates, random);

            // All labels of their registers are computed, and no other can be better than the best candidate.
            Assert.True(found);
            Assert.Equal(candidates.MaxBy(candidate => logits[candidate]), label);
        }
    }

    [Theory, EveryInstructionSet]
    public void Candidates_in_more_than_four_registers_are_left_to_the_whole_product(InstructionSet instructionSet)
    {
        var lanes = InstructionSets.TraitsOf(instructionSet).Lanes;
        for (var count = 5; count <= Registers; count++)
        {
            int[] candidates = [.. Enumerable.Range(Registers - count, count).Select(register => register * lanes)];
            Assert.False(Find(instructionSet, candidates, new Random(count)).Found);
        }
    }

    private static (bool Found, int Label, float[] Logits) Find(
        InstructionSet instructionSet, int[] candidates, Random random)
    {
        var lanes = InstructionSets.TraitsOf(instructionSet).Lanes;
        var labels = Registers * lanes;
        var weights = RandomFloats.Uniform(random, Depth * labels, 1f);
        var hidden = RandomFloats.Uniform(random, Depth, 1f);

        // The others cannot be the best, as bytes have found out.
        var (biases, upper) = (new float[labels], new float[labels]);
        Array.Fill(biases, -100f);
        foreach (var candidate in candidates)
        {
            (biases[candidate], upper[candidate]) = (0f, 1f);
        }

        var matrix = new PackedMatrix(weights, labels, lanes);
        var logits = new float[labels];
        KernelSet.Of(instructionSet).MatrixVector(hidden, matrix.Panels, biases, logits);
        var (found, label) = InstructionSets.Accept<Search, (bool, int)>(
            instructionSet, new Search(hidden, matrix, biases, upper));
        return (found, label, logits);
    }

    private readonly struct Search(float[] hidden, PackedMatrix weights, float[] biases, float[] upper)
        : ISimdVisitor<(bool Found, int Label)>
    {
        public (bool Found, int Label) Visit<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            var found = ExactArgMax.TryFind<TSimd, TVector>(
                hidden, weights.Panels, biases, upper, 1f, new float[4 * TSimd.Lanes], out var label);
            return (found, label);
        }
    }
}
