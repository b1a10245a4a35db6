using CsCheck;
using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Reference;
using FastElman.Simd;
using FastElman.Training.Backpropagation;

namespace FastElman.Training.Tests.Backpropagation;

public class SentenceTrainerTests
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

    /// <summary>
    /// Any sizes that fit in a test and any variant; sentences shorter and longer than the window, with repeated words
    /// and padding.
    /// </summary>
    private static readonly Gen<(ElmanShape Shape, int Words, int Seed)> Cases =
        from hidden in Gen.Int[1, 70]
        from labels in Gen.Int[1, 40]
        from vocabulary in Gen.Int[0, 30]
        from embedding in Gen.Int[1, 20]
        from reach in Gen.Int[0, 4]
        from variant in Gen.Int[0, NetworkVariants.Trained.Count - 1]
        from words in Gen.Int[1, 30]
        from seed in Gen.Int[0, int.MaxValue - 100]
        select (
            new ElmanShape(hidden, labels, vocabulary, embedding, (2 * reach) + 1, NetworkVariants.Trained[variant]),
            words,
            seed);

    public static TheoryData<InstructionSet> InstructionSets => new(SimdInfo.Supported);

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void Gradients_are_those_of_double_precision(InstructionSet instructionSet) => Cases.Sample(
        sample =>
        {
            var (shape, words, labels, parameters) = Drawn(sample);
            var smoothing = sample.Seed % 3 * 0.2f;
            var reference = new ReferenceTrainer(parameters) { LabelSmoothing = smoothing };
            if (IsAtKink(reference, words))
            {
                return;
            }

            var gradients = new ElmanParameters(shape);
            var loss = new SentenceTrainer(parameters, instructionSet, smoothing).Gradients(words, labels, gradients);

            Assert.Equal(reference.Loss(words, labels), loss, 2e-6 * Math.Max(1, loss));
            Near.EqualTensorsInProportion(reference.Gradients(words, labels), TensorsOf(gradients), 2e-6);
        },
        iter: 150);

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void Five_steps_are_those_of_double_precision(InstructionSet instructionSet) => Cases.Sample(
        sample =>
        {
            var (shape, _, _, parameters) = Drawn(sample);
            var reference = new ReferenceTrainer(parameters);
            var trainer = new SentenceTrainer(parameters, instructionSet);
            var learningRate = shape.Variant.Activation == HiddenActivation.Sigmoid
                ? 0.1f
                : 0.01f; // others may diverge at random
            for (var step = 0; step < 5; step++)
            {
                var (_, words, labels, _) = Drawn((shape, sample.Words, sample.Seed + step));
                if (IsAtKink(reference, words))
                {
                    continue;
                }

                var loss = reference.Train(words, labels, learningRate);
                Assert.Equal(loss, trainer.Train(words, labels, learningRate), 5e-6 * Math.Max(1, loss));
            }

            Near.EqualTensorsInProportion(
                TensorsOf(reference.Network.ToParameters()), TensorsOf(trainer.ToParameters()), 1e-5);
        },
        iter: 50);

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void The_reference_sizes_work_in_one_panel_and_in_several(InstructionSet instructionSet)
    {
        foreach (var hidden in new[] { 100, 200, 230 })
        {
            var shape = new ElmanShape(hidden, labelCount: 127, vocabularySize: 60, embeddingSize: 50, windowSize: 7);
            var parameters = RandomModel.Parameters(shape, seed: hidden);
            var words = RandomModel.Sentence(shape, 46, seed: 1, withPadding: true);
            var labels = Labels(shape, words.Length, seed: 2);
            var trainer = new SentenceTrainer(parameters, instructionSet);
            var reference = new ReferenceTrainer(parameters);

            Assert.Equal(reference.Train(words, labels, 0.1f), trainer.Train(words, labels, 0.1f), 5e-6);

            Near.EqualTensors(
                TensorsOf(reference.Network.ToParameters()), TensorsOf(trainer.ToParameters()), _ => 2e-6);
        }
    }

    /// <summary>Independent of the yardstick's gradients: only of its loss.</summary>
    [Fact]
    public void Gradients_are_what_finite_differences_in_double_say()
    {
        var parameters = RandomModel.Parameters(Small, seed: 3, range: 1);
        int[] words = [0, 2, 2, -1, 5, 6];
        int[] labels = [3, 0, 1, 1, 2, 0];
        var gradients = new ElmanParameters(Small);

        new SentenceTrainer(parameters).Gradients(words, labels, gradients);

        Near.EqualTensors(
            FiniteDifferences.OfLoss(new ReferenceTrainer(parameters), words, labels), TensorsOf(gradients), _ => 1e-6);
    }

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void The_kernels_are_those_of_the_instruction_set_that_was_asked_for(InstructionSet instructionSet) =>
        Assert.Equal(instructionSet, new SentenceTrainer(new ElmanParameters(Small), instructionSet).InstructionSet);

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void The_same_steps_give_the_same_bits_whatever_was_trained_before(InstructionSet instructionSet) =>
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
    public void Every_row_is_to_the_bit_what_dividing_all_rows_after_each_step_gives(InstructionSet instructionSet)
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
    public void A_step_allocates_nothing_once_the_longest_sentence_was_seen(InstructionSet instructionSet) =>
        Assert.All(SmallVariants, shape =>
    {
        var trainer = new SentenceTrainer(RandomModel.Parameters(shape, seed: 12), instructionSet);
        var (words, labels) = (RandomModel.Sentence(shape, 100, seed: 13), Labels(shape, 100, seed: 14));
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
    public void What_is_not_a_labelled_sentence_is_refused_and_changes_nothing()
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
                Labels(trainer.Shape, length, seed + i),
                0.1f);
        })];

    private static (ElmanShape Shape, int[] Words, int[] Labels, ElmanParameters Parameters) Drawn(
        (ElmanShape Shape, int Words, int Seed) sample) => (
        sample.Shape,
        RandomModel.Sentence(sample.Shape, sample.Words, sample.Seed, withPadding: true),
        Labels(sample.Shape, sample.Words, sample.Seed),
        RandomModel.Parameters(sample.Shape, sample.Seed, NetworkVariants.Range(sample.Shape, 0.5f)));

    /// <summary>
    /// Whether a rectifier stands so near 0 that float and double may differ in its slope: once in some hundred
    /// sentences.
    /// </summary>
    private static bool IsAtKink(ReferenceTrainer trainer, int[] words) =>
        trainer.Network.Run(words).DistanceFromKink <= 1e-5;

    private static int[] Labels(ElmanShape shape, int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(shape.LabelCount))];
    }

    private static double[][] TensorsOf(ElmanParameters parameters) =>
        [.. Enum.GetValues<ElmanTensor>().Select(
            tensor => Array.ConvertAll(parameters[tensor].ToArray(), value => (double)value))];
}
