using FastElman.Fixtures;
using FastElman.Model;
using FastElman.Reference;
using FastElman.Training.Backpropagation;
using FastElman.Training.Randomness;

namespace FastElman.Training.Tests.Backpropagation;

/// <summary>What an update of a batch moves, and what it leaves alone.</summary>
public sealed class BatchTrainerTests
{
    private const float LearningRate = 0.01f;

    public static TheoryData<InstructionSet> InstructionSets => new(SimdInfo.Supported);

    [Theory]
    [MemberData(nameof(NetworkVariants.TrainedInEveryInstructionSet), MemberType = typeof(NetworkVariants))]
    public void The_first_step_is_Adams_but_for_words_outside_the_batch(
        NetworkKind kind, HiddenActivation activation, bool hasTransitions, InstructionSet instructionSet)
    {
        var shape = BatchSample.Shape(new NetworkVariant(kind, activation, hasTransitions));
        var before = RandomModel.Parameters(shape, seed: 1);
        var trainer = new BatchTrainer(before, BatchSample.Settings(BatchSample.Rates), instructionSet);
        Add(trainer, [3, -1, 7, 3], [12]);
        var gradients = trainer.CopyGradients();

        trainer.Step(LearningRate);

        var (after, moments) = (BatchSample.State(trainer).Parameters, trainer.CopyMoments());
        Assert.Equal(1, moments.Steps);
        foreach (var tensor in shape.Tensors)
        {
            double[] expected = [.. before[tensor]];
            new ReferenceAdam(expected.Length).Update(expected, [.. gradients[tensor]], LearningRate);
            Near.Equal(expected, after[tensor].ToArray(), 2e-6, tensor.FileName());
        }

        Assert.All(Enumerable.Range(0, shape.PaddingRow + 1), row =>
        {
            var isOutside = row is not (3 or 7 or 12) && row != shape.PaddingRow;
            Assert.Equal(isOutside, Row(before, row).SequenceEqual(Row(after, row)));
            Assert.Equal(isOutside, Row(moments.First, row).All(value => value == 0));
            Assert.Equal(isOutside, Row(moments.Second, row).All(value => value == 0));
        });
    }

    /// <summary>Dense Adam would go on moving it by its first moment.</summary>
    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void A_word_that_is_not_in_the_next_batch_waits_with_its_moments(InstructionSet instructionSet)
    {
        var trainer = new BatchTrainer(
            RandomModel.Parameters(BatchSample.Shape(), seed: 2), BatchSample.Settings(), instructionSet);
        Add(trainer, [3, 7]);
        trainer.Step(LearningRate);
        var (first, moments) = (BatchSample.State(trainer).Parameters, trainer.CopyMoments());
        Add(trainer, [7, 12]);
        trainer.Step(LearningRate);

        var (second, later) = (BatchSample.State(trainer).Parameters, trainer.CopyMoments());

        Bits.AssertEqual(Row(first, 3), Row(second, 3));
        Bits.AssertEqual(Row(moments.First, 3), Row(later.First, 3));
        Bits.AssertEqual(Row(moments.Second, 3), Row(later.Second, 3));
        Assert.NotEqual(Row(first, 7), Row(second, 7));
        Assert.NotEqual(Row(first, 12), Row(second, 12));
    }

    [Fact]
    public void Frozen_embeddings_stay_bit_for_bit()
    {
        var before = RandomModel.Parameters(BatchSample.Shape(), seed: 3);
        var trainer = new BatchTrainer(before, BatchSample.Settings(BatchSample.Rates, freezesEmbeddings: true));

        Train(trainer, updates: 5);

        var after = BatchSample.State(trainer).Parameters;
        Bits.AssertEqual(before.Embeddings, after.Embeddings);
        Assert.NotEqual(before.InputWeights.ToArray(), after.InputWeights.ToArray());
    }

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void The_same_seeds_give_the_same_bits_after_any_past(InstructionSet instructionSet) =>
        Assert.All(NetworkVariants.Trained, variant =>
        {
            var parameters = RandomModel.Parameters(BatchSample.Shape(variant), seed: 4);
            var settings = BatchSample.Settings(BatchSample.Rates);
            var fresh = new BatchTrainer(parameters, settings, instructionSet);
            var used = new BatchTrainer(RandomModel.Parameters(fresh.Shape, seed: 5), settings, instructionSet);
            BatchSample.AddTo(used, seed: 60, 300, 2);
            used.Step(LearningRate);
            used.SetParameters(parameters, moments: null, parameters);

            Assert.Equal(Train(fresh, updates: 6), Train(used, updates: 6));

            Bits.AssertEqual(BatchSample.State(fresh).Parameters, BatchSample.State(used).Parameters);
            Bits.AssertEqual(BatchSample.State(fresh).Averages, BatchSample.State(used).Averages);
        });

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void A_trainer_that_takes_over_the_state_goes_on_alike(InstructionSet instructionSet)
    {
        var settings = BatchSample.Settings(BatchSample.Rates);
        var parameters = RandomModel.Parameters(BatchSample.Shape(), seed: 6);
        var whole = new BatchTrainer(parameters, settings, instructionSet);
        Train(whole, updates: 7);
        var (halfway, averages) = BatchSample.State(whole);
        var other = new BatchTrainer(parameters, settings, instructionSet);
        other.SetParameters(halfway, whole.CopyMoments(), averages);

        Train(whole, updates: 7);
        Train(other, updates: 7);

        Bits.AssertEqual(BatchSample.State(whole).Parameters, BatchSample.State(other).Parameters);
        Bits.AssertEqual(BatchSample.State(whole).Averages, BatchSample.State(other).Averages);
    }

    [Fact]
    public void What_is_no_labelled_sentence_is_refused_before_anything_changes()
    {
        var trainer = new BatchTrainer(
            RandomModel.Parameters(BatchSample.Shape(), seed: 7), BatchSample.Settings(BatchSample.Rates));
        BatchSample.AddTo(trainer, seed: 8, 3, 5);
        var (gradients, state, random) = (trainer.CopyGradients(), BatchSample.State(trainer), new SplitMix64(9));

        Assert.Throws<ArgumentException>(() => trainer.Add([], [], default, 1, random));
        Assert.Throws<ArgumentException>(() => trainer.Add([1], [1, 1], default, 1, random));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Add([1, 41], [0, 0], default, 1, random));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Add([1, -2], [0, 0], default, 1, random));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Add([1], [5], default, 1, random));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Add([1], [-1], default, 1, random));

        Bits.AssertEqual(gradients, trainer.CopyGradients());
        Bits.AssertEqual(state.Parameters, BatchSample.State(trainer).Parameters);
        Bits.AssertEqual(state.Averages, BatchSample.State(trainer).Averages);
        Assert.Equal(new SplitMix64(9).Next(), random.Next());
    }

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void An_update_allocates_nothing_after_the_longest_sentence(InstructionSet instructionSet) =>
        Assert.All(NetworkVariants.Trained, variant =>
        {
            var shape = BatchSample.Shape(variant);
            var trainer = new BatchTrainer(
                RandomModel.Parameters(shape, seed: 10), BatchSample.Settings(BatchSample.Rates), instructionSet);
            var words = RandomModel.Sentence(shape, 100, seed: 11);
            var labels = LabelledSentence.Labels(shape, 100, seed: 12);
            var random = new SplitMix64(13);
            trainer.Add(words, labels, default, 1, random);
            trainer.Step(LearningRate);

            Assert.Equal(0, AllocatedBytes.By(() =>
            {
                for (var length = 1; length <= 100; length++)
                {
                    trainer.Add(words.AsSpan(0, length), labels.AsSpan(0, length), default, 0.5f, random);
                    if (length % 3 == 0)
                    {
                        trainer.Step(LearningRate);
                    }
                }
            }));
        });

    private static void Add(BatchTrainer trainer, params int[][] sentences)
    {
        var random = new SplitMix64(14);
        foreach (var words in sentences)
        {
            trainer.Add(words, LabelledSentence.Labels(trainer.Shape, words.Length, seed: 1), default, 0.5f, random);
        }
    }

    private static float[] Train(BatchTrainer trainer, int updates) =>
    [
        .. Enumerable.Range(0, updates).SelectMany(update =>
        {
            var losses = BatchSample.AddTo(trainer, seed: 100 + update, 1 + update, 3, 8);
            trainer.Step(LearningRate);
            return losses;
        }),
    ];

    private static float[] Row(ElmanParameters parameters, int row) =>
        parameters.Embeddings.Slice(row * parameters.Shape.EmbeddingSize, parameters.Shape.EmbeddingSize).ToArray();
}
