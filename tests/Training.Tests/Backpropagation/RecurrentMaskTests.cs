using FastElman.Fixtures;
using FastElman.Training.Backpropagation;
using FastElman.Training.Tests.Runs;

namespace FastElman.Training.Tests.Backpropagation;

/// <summary>Which recurrent weights are removed, in every network and instruction set.</summary>
public sealed class RecurrentMaskTests
{
    private static readonly (int[] Words, int[] Labels) Sentence = ([2, 0, 4, 4, 1], [1, 0, 2, 1, 0]);

    public static MatrixTheoryData<NetworkKind, int, TrainingOptimizer, InstructionSet> Cases => new(
        Enum.GetValues<NetworkKind>(), [5, 16, 37, 100, 230], Enum.GetValues<TrainingOptimizer>(), SimdInfo.Supported);

    [Theory]
    [InlineData(100, 0.3, 30)]
    [InlineData(100, 0.15, 15)]
    [InlineData(10, 0.25, 3)]
    [InlineData(10, 0.15, 2)]
    [InlineData(7, 0.01, 1)]
    [InlineData(7, 1.0, 7)]
    public void A_block_keeps_the_nearest_whole_number_of_rows_and_at_least_one(int depth, double density, int rows) =>
        Assert.Equal(rows, RecurrentMask.KeptRows(depth, density));

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_pieces_of_largest_norm_are_kept_in_each_block(
        NetworkKind kind, int hidden, TrainingOptimizer optimizer, InstructionSet instructionSet)
    {
        var before = Parameters(kind, hidden);
        var trainer = new SentenceTrainer(before, instructionSet, optimizer: optimizer);

        trainer.Prune(0.3);

        var after = trainer.ToParameters();
        var kept = RecurrentMask.KeptRows(before.Shape.RecurrentSize, 0.3);
        foreach (var tensor in before.Shape.Tensors)
        {
            if (!SparseRecurrence.Tensors(before.Shape).Contains(tensor))
            {
                Bits.AssertEqual(before[tensor], after[tensor]);
                continue;
            }

            for (var block = 0; block * SparseRecurrence.BlockColumns < hidden; block++)
            {
                var norms = Norms(before, tensor, block);
                var largest = norms.OrderDescending().Take(kept).ToHashSet();
                Assert.Equal(norms.Select(largest.Contains), SparseRecurrence.KeptRows(after, tensor, block));
            }

            Assert.All(
                before[tensor].ToArray().Zip(after[tensor].ToArray()),
                pair => Assert.True(pair.Second == pair.First || BitConverter.SingleToInt32Bits(pair.Second) == 0));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_was_removed_stays_zero_in_every_step(
        NetworkKind kind, int hidden, TrainingOptimizer optimizer, InstructionSet instructionSet)
    {
        var trainer = new SentenceTrainer(Parameters(kind, hidden), instructionSet, optimizer: optimizer);
        trainer.Prune(0.3);
        var pruned = trainer.ToParameters();
        for (var step = 0; step < 3; step++)
        {
            trainer.Train(Sentence.Words, Sentence.Labels, 0.01f);
        }

        var trained = trainer.ToParameters();
        foreach (var tensor in SparseRecurrence.Tensors(trained.Shape))
        {
            Assert.NotEqual(pruned[tensor].ToArray(), trained[tensor].ToArray());
            for (var block = 0; block * SparseRecurrence.BlockColumns < hidden; block++)
            {
                Assert.Equal(
                    SparseRecurrence.KeptRows(pruned, tensor, block),
                    SparseRecurrence.KeptRows(trained, tensor, block));
            }
        }

        // A run that goes on from these parameters finds the same mask in them.
        var again = new SentenceTrainer(trained, instructionSet, optimizer: optimizer);
        again.Prune(0.3);
        Bits.AssertEqual(trained, again.ToParameters());
    }

    [Fact]
    public void Of_equal_pieces_the_upper_rows_are_kept()
    {
        var parameters = Parameters(NetworkKind.Elman, hidden: 20);
        parameters.RecurrentWeights.Fill(-0.5f);
        parameters.RecurrentWeights.Slice(19 * 20, 20).Fill(0.75f);
        var trainer = new SentenceTrainer(parameters);

        trainer.Prune(0.2);

        var expected = Enumerable.Range(0, 20).Select(row => row is 0 or 1 or 2 or 19).ToArray();
        foreach (var block in (int[])[0, 1])
        {
            Assert.Equal(
                expected,
                SparseRecurrence.KeptRows(trainer.ToParameters(), ElmanTensor.RecurrentWeights, block));
        }
    }

    [Fact]
    public void Kept_pieces_that_are_still_zero_are_found_again()
    {
        var parameters = Parameters(NetworkKind.Elman, hidden: 20);
        parameters.RecurrentWeights.Clear();
        parameters.RecurrentWeights.Slice(15 * 20, 20).Fill(0.25f);
        var trainer = new SentenceTrainer(parameters);
        trainer.Prune(0.2);
        trainer.Train(Sentence.Words, Sentence.Labels, 0.1f);

        var trained = trainer.ToParameters();

        var expected = Enumerable.Range(0, 20).Select(row => row is 0 or 1 or 2 or 15).ToArray();
        Assert.Equal(expected, SparseRecurrence.KeptRows(trained, ElmanTensor.RecurrentWeights, block: 0));
        trainer.Prune(0.2);
        Bits.AssertEqual(trained, trainer.ToParameters());
    }

    [Fact]
    public void A_density_of_1_keeps_everything_again()
    {
        var trainer = new SentenceTrainer(Parameters(NetworkKind.Elman, hidden: 20));
        trainer.Prune(0.2);
        trainer.Prune(1);

        trainer.Train(Sentence.Words, Sentence.Labels, 0.1f);

        Assert.Equal([20, 20], SparseRecurrence.KeptCounts(trainer.ToParameters()));
    }

    private static ElmanParameters Parameters(NetworkKind kind, int hidden)
    {
        var shape = new ElmanShape(
            hidden, labelCount: 11, vocabularySize: 5, embeddingSize: 4, windowSize: 3, new NetworkVariant(kind));
        var parameters = ElmanParameters.Initialize(shape, 345);
        var random = new Random(7);
        foreach (var tensor in SparseRecurrence.Tensors(shape))
        {
            foreach (ref var weight in parameters[tensor])
            {
                weight = (random.NextSingle() - 0.5f) / 2;
            }
        }

        return parameters;
    }

    private static double[] Norms(ElmanParameters parameters, ElmanTensor tensor, int block)
    {
        var (hidden, weights) = (parameters.Shape.HiddenSize, parameters[tensor].ToArray());
        var first = block * SparseRecurrence.BlockColumns;
        return
        [
            .. Enumerable.Range(0, parameters.Shape.RecurrentSize).Select(row => Enumerable
                .Range(first, Math.Min(SparseRecurrence.BlockColumns, hidden - first))
                .Sum(column => Math.Pow(weights[(row * hidden) + column], 2))),
        ];
    }
}
