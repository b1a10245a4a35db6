using FastElman.Fixtures;
using FastElman.Training.Backpropagation;
using FastElman.Training.Tests.Runs;

namespace FastElman.Training.Tests.Backpropagation;

/// <summary>The average that follows the parameters, beside its formula in double precision.</summary>
public sealed class WeightAverageTests
{
    private const float LearningRate = 0.02f;

    public static MatrixTheoryData<NetworkKind, bool, InstructionSet> Networks =>
        new(Enum.GetValues<NetworkKind>(), [false, true], SimdInfo.Supported);

    [Theory]
    [MemberData(nameof(Networks))]
    public void It_follows_every_fourth_update_and_the_last_one_and_forgets_faster_when_young(
        NetworkKind kind, bool hasTransitions, InstructionSet instructionSet)
    {
        const double Decay = 0.6; // reached at the tenth to thirteenth update: (1 + n) / (10 + n)
        var shape = BatchSample.Shape(new NetworkVariant(kind, HiddenActivation.Tanh, hasTransitions));
        var parameters = RandomModel.Parameters(shape, seed: 1);
        var trainer = new BatchTrainer(
            parameters, BatchSample.Settings(BatchSample.Rates, decay: Decay), instructionSet);
        var expected = shape.Tensors.ToDictionary(
            tensor => tensor, tensor => Array.ConvertAll(parameters[tensor].ToArray(), value => (double)value));
        var waiting = 0;
        for (var update = 1; update <= 30; update++)
        {
            var isLast = update is 6 or 20 or 30;
            BatchSample.AddTo(trainer, seed: update, 5, 2);
            trainer.Step(LearningRate, isLast);
            var (now, averages) = BatchSample.State(trainer);
            waiting++;
            if (isLast || waiting == 4)
            {
                var kept = Math.Pow(Math.Min(Decay, (1.0 + update) / (10 + update)), waiting);
                foreach (var tensor in shape.Tensors)
                {
                    expected[tensor] =
                        [.. expected[tensor].Select((value, i) => (kept * value) + ((1 - kept) * now[tensor][i]))];
                }

                waiting = 0;
            }

            Assert.Equal(waiting, trainer.UpdatesSinceAverage);
            foreach (var tensor in shape.Tensors)
            {
                Near.Equal(expected[tensor], averages[tensor].ToArray(), 1e-6, $"{tensor} after {update}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Without_decay_it_is_the_parameters_bit_for_bit(
        NetworkKind kind, bool hasTransitions, InstructionSet instructionSet)
    {
        var shape = BatchSample.Shape(new NetworkVariant(kind, HiddenActivation.Tanh, hasTransitions));
        var trainer = new BatchTrainer(
            RandomModel.Parameters(shape, seed: 2), BatchSample.Settings(decay: 0), instructionSet);
        for (var update = 1; update <= 9; update++)
        {
            BatchSample.AddTo(trainer, seed: update, 4);
            trainer.Step(LearningRate, isLast: update == 9);
            var (parameters, averages) = BatchSample.State(trainer);
            if (update is 4 or 8 or 9)
            {
                Bits.AssertEqual(parameters, averages);
            }
        }
    }

    /// <summary>All embeddings count, those of words that no sentence has too: they do not move.</summary>
    [Fact]
    public void What_does_not_move_is_its_own_average()
    {
        var shape = BatchSample.Shape();
        var before = RandomModel.Parameters(shape, seed: 3);
        var trainer = new BatchTrainer(before, BatchSample.Settings(freezesEmbeddings: true));
        for (var update = 1; update <= 8; update++)
        {
            BatchSample.AddTo(trainer, seed: update, 4);
            trainer.Step(LearningRate, isLast: false);
        }

        Bits.AssertEqual(before.Embeddings, BatchSample.State(trainer).Averages.Embeddings);
    }

    [Theory]
    [InlineData(1, false, 1)]
    [InlineData(3, false, 3)]
    [InlineData(4, false, 0)]
    [InlineData(9, false, 1)]
    [InlineData(9, true, 0)]
    public void How_long_it_waits_follows_from_the_updates_of_the_epoch(int updates, bool isOver, int expected) =>
        Assert.Equal(expected, BatchTrainer.UpdatesSinceAverageAfter(updates, isOver));

    [Theory]
    [MemberData(nameof(Networks))]
    public void What_pruning_removes_stays_zero_in_parameters_and_average(
        NetworkKind kind, bool hasTransitions, InstructionSet instructionSet)
    {
        var shape = BatchSample.Shape(new NetworkVariant(kind, HiddenActivation.Tanh, hasTransitions));
        var trainer = new BatchTrainer(
            RandomModel.Parameters(shape, seed: 4), BatchSample.Settings(BatchSample.Rates), instructionSet);
        Step(updates: 5);
        trainer.Prune(0.3);
        var (pruned, averages) = BatchSample.State(trainer);

        AssertRemoved(pruned, averages);
        Step(updates: 9);
        var (trained, laterAverages) = BatchSample.State(trainer);

        AssertRemoved(trained, laterAverages);
        Assert.NotEqual(pruned.RecurrentWeights.ToArray(), trained.RecurrentWeights.ToArray());

        void Step(int updates)
        {
            for (var update = 1; update <= updates; update++)
            {
                BatchSample.AddTo(trainer, seed: update, 4, 3);
                trainer.Step(LearningRate, isLast: update == updates);
            }
        }

        void AssertRemoved(params ElmanParameters[] all)
        {
            foreach (var tensor in SparseRecurrence.Tensors(shape))
            {
                Assert.Contains(0, pruned[tensor].ToArray());
                foreach (var each in all)
                {
                    Assert.Equal(
                        pruned[tensor].ToArray().Select(weight => BitConverter.SingleToInt32Bits(weight) == 0),
                        each[tensor].ToArray().Select(weight => BitConverter.SingleToInt32Bits(weight) == 0));
                }
            }
        }
    }
}
