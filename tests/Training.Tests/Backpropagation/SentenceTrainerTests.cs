using FastElman.Fixtures;
using FastElman.Simd;
using FastElman.Training.Backpropagation;

namespace FastElman.Training.Tests.Backpropagation;

/// <summary>What a trainer promises about bits, embeddings, allocations and arguments.</summary>
public sealed class SentenceTrainerTests
{
    private static readonly ElmanShape Small = new(
        hiddenSize: 5, labelCount: 4, vocabularySize: 6, embeddingSize: 3, windowSize: 3);

    /// <summary>The small network in every variant.</summary>
    private static readonly ElmanShape[] SmallVariants =
    [
        .. NetworkVariants.Trained.Select(variant =>
            new ElmanShape(
                Small.HiddenSize,
                Small.LabelCount,
                Small.VocabularySize,
                Small.EmbeddingSize,
                Small.WindowSize,
                variant)),
    ];

    public static TheoryData<InstructionSet> InstructionSets => new(SimdInfo.Supported);

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void The_kernels_are_those_of_the_chosen_instruction_set(InstructionSet instructionSet) =>
        Assert.Equal(instructionSet, new SentenceTrainer(new ElmanParameters(Small), instructionSet).InstructionSet);

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void Earlier_training_leaves_no_trace_in_the_bits(InstructionSet instructionSet) =>
        Assert.All(SmallVariants, shape =>
    {
        var parameters = RandomModel.Parameters(shape, seed: 4);
        var fresh = new SentenceTrainer(parameters, instructionSet);
        var used = new SentenceTrainer(parameters, instructionSet);
        Run(used, seed: 50, longest: 300);
        used.Gradients([1, 2], [0, 1], new ElmanParameters(shape));
        used.SetParameters(parameters);

        Assert.Equal(Run(fresh, seed: 5), Run(used, seed: 5));

        Bits.AssertEqual(fresh.ToParameters(), used.ToParameters());
    });

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void New_parameters_replace_NaN(InstructionSet instructionSet) => Assert.All(SmallVariants, shape =>
    {
        var parameters = RandomModel.Parameters(shape, seed: 6);
        var trainer = new SentenceTrainer(parameters, instructionSet);
        var broken = parameters.Clone();
        broken.HiddenBias[0] = float.NaN;
        trainer.SetParameters(broken);
        Assert.Equal(float.NaN, trainer.Train([1, 2, 3], [0, 1, 2], 0.1f));

        trainer.SetParameters(parameters);

        var fresh = new SentenceTrainer(parameters, instructionSet);
        Assert.Equal(Run(fresh, seed: 7), Run(trainer, seed: 7));
        Bits.AssertEqual(fresh.ToParameters(), trainer.ToParameters());
    });

    [Fact]
    public void Gradients_change_nothing()
    {
        var parameters = RandomModel.Parameters(Small, seed: 8);
        var trainer = new SentenceTrainer(parameters);

        trainer.Gradients([1, 2, 3], [0, 1, 2], new ElmanParameters(Small));

        Bits.AssertEqual(parameters, trainer.ToParameters());
    }

    [Fact]
    public void A_learning_rate_of_zero_only_normalises()
    {
        var parameters = RandomModel.Parameters(Small, seed: 9);
        parameters.OutputBias[0] = -0f;
        var trainer = new SentenceTrainer(parameters);
        var other = new SentenceTrainer(parameters);

        trainer.Train([0, 1], [0, 1], learningRate: 0);
        other.NormalizeEmbeddings();

        Bits.AssertEqual(other.ToParameters(), trainer.ToParameters());
    }

    /// <summary>Enough rows that some are not of length 1 after one division, and that some never are.</summary>
    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void Lazy_normalisation_gives_the_bits_of_an_eager_one(InstructionSet instructionSet)
    {
        var shape = new ElmanShape(hiddenSize: 5, labelCount: 4, vocabularySize: 800, embeddingSize: 50, windowSize: 3);
        var trainer = new SentenceTrainer(RandomModel.Parameters(shape, seed: 10), instructionSet);
        var plain = new SentenceTrainer(RandomModel.Parameters(shape, seed: 10), instructionSet);
        for (var step = 0; step < 12; step++)
        {
            int[] words = [step, 7, step + 20];
            trainer.Train(words, [0, 1, 3], 0.1f);

            plain.Descend(words, [0, 1, 3], 0.1f);
            plain.SetParameters(plain.ToParameters());
            plain.NormalizeEmbeddings();
            Bits.AssertEqual(plain.ToParameters(), trainer.ToParameters());
        }

        var lengths = trainer.ToParameters().Embeddings.ToArray().Chunk(shape.EmbeddingSize).Select(
            row => row.Sum(value => (double)value * value));
        Assert.All(lengths, length => Assert.Equal(1, length, 1e-6));
    }

    [Fact]
    public void A_row_of_zeros_stays_zero_until_a_sentence_moves_it()
    {
        var parameters = RandomModel.Parameters(Small, seed: 11);
        parameters.Embeddings.Slice(3 * Small.EmbeddingSize, Small.EmbeddingSize).Clear();
        var trainer = new SentenceTrainer(parameters);
        float[] Row() => trainer.ToParameters().Embeddings.Slice(
            3 * Small.EmbeddingSize, Small.EmbeddingSize).ToArray();

        trainer.Train([1, 2], [0, 1], 0.1f);
        Assert.All(Row(), value => Assert.Equal(0, value));

        trainer.Train([3], [0], 0.1f);
        Assert.Equal(1, Row().Sum(value => value * value), 1e-6);
    }

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void A_step_allocates_nothing_after_the_longest_sentence(InstructionSet instructionSet) =>
        Assert.All(SmallVariants, shape =>
    {
        var trainer = new SentenceTrainer(RandomModel.Parameters(shape, seed: 12), instructionSet);
        var words = RandomModel.Sentence(shape, 100, seed: 13);
        var labels = LabelledSentence.Labels(shape, 100, seed: 14);
        trainer.Train(words, labels, 0.01f);

        Assert.Equal(0, AllocatedBytes.By(() =>
        {
            for (var length = 1; length <= 100; length++)
            {
                trainer.Train(words.AsSpan(0, length), labels.AsSpan(0, length), 0.01f);
            }
        }));
    });

    [Fact]
    public void What_is_no_labelled_sentence_is_refused()
    {
        var parameters = RandomModel.Parameters(Small, seed: 15);
        var trainer = new SentenceTrainer(parameters);

        Assert.Throws<ArgumentException>(() => trainer.Train([], [], 0.1f));
        Assert.Throws<ArgumentException>(() => trainer.Train([1], [1, 1], 0.1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Train([1, 7], [0, 0], 0.1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Train([1, -2], [0, 0], 0.1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Train([1], [4], 0.1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Train([1], [-1], 0.1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Train([1], [1], -0.1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Train([1], [1], float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Train([1], [1], float.PositiveInfinity));
        var other = new ElmanParameters(new ElmanShape(5, 4, 6, 3, 5));
        Assert.Throws<ArgumentException>(() => trainer.Gradients([1], [1], other));
        Assert.Throws<ArgumentException>(() => trainer.SetParameters(other));
        Assert.Throws<ArgumentException>(() => trainer.CopyParametersTo(other));

        Bits.AssertEqual(parameters, trainer.ToParameters());
    }

    /// <summary>Trains on twenty sentences.</summary>
    private static float[] Run(SentenceTrainer trainer, int seed, int longest = 12) =>
        [.. Enumerable.Range(0, 20).Select(i =>
        {
            var length = 1 + (i * 7 % longest);
            return trainer.Train(
                RandomModel.Sentence(trainer.Shape, length, seed + i, withPadding: true),
                LabelledSentence.Labels(trainer.Shape, length, seed + i),
                0.1f);
        })];
}
