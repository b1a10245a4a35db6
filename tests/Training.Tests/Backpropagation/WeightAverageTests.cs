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
    public void It_follows_every_update_and_forgets_faster_when_young(
        NetworkKind kind, bool hasTransitions, InstructionSet instructionSet)
    {
        const double Decay = 0.6; // reached at the thirteenth update: (1 + n) / (10 + n)
        var shape = BatchSample.Shape(new NetworkVariant(kind, HiddenActivation.Tanh, hasTransitions));
        var parameters = RandomModel.Parameters(shape, seed: 1);
        var trainer = new BatchTrainer(
            parameters, BatchSample.Settings(BatchSample.Rates, decay: Decay), instructionSet);
        var expected = shape.Tensors.ToDictionary(
            tensor => tensor, tensor => Array.ConvertAll(parameters[tensor].ToArray(), value => (double)value));
        for (var update = 1; update <= 30; update++)
        {
            BatchSample.AddTo(trainer, seed: update, 5, 2);
            trainer.Step(LearningRate);
            var (now, averages) = BatchSample.State(trainer);
            var kept = Math.Min(Decay, (1.0 + update) / (10 + update));
            foreach (var tensor in shape.Tensors)
            {
                expected[tensor] =
                    [.. expected[tensor].Select((value, i) => (kept * value) + ((1 - kept) * now[tensor][i]))];
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
            trainer.Step(LearningRate);
            var (parameters, averages) = BatchSample.State(trainer);
            Bits.AssertEqual(parameters, averages);
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
            trainer.Step(LearningRate);
        }

        Bits.AssertEqual(before.Embeddings, BatchSample.State(trainer).Averages.Embeddings);
    }

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
                trainer.Step(LearningRate);
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
