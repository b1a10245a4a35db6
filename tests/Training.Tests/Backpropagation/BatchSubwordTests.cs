using FastElman.Fixtures;
using FastElman.Model;
using FastElman.Reference;
using FastElman.Training.Backpropagation;
using FastElman.Training.Randomness;

namespace FastElman.Training.Tests.Backpropagation;

/// <summary>Batches of words that are made of subwords, beside double precision.</summary>
public sealed class BatchSubwordTests
{
    private const float LearningRate = 0.01f;
    private const double Rounding = 2e-6;

    private static readonly int[] Lengths = [4, 1, 11, 7];

    public static TheoryData<InstructionSet> InstructionSets => new(SimdInfo.Supported);

    [Theory]
    [MemberData(nameof(NetworkVariants.TrainedInEveryInstructionSet), MemberType = typeof(NetworkVariants))]
    public void Gradients_reach_own_vectors_n_grams_and_shapes(
        NetworkKind kind, HiddenActivation activation, bool hasTransitions, InstructionSet instructionSet)
    {
        foreach (var window in (int[])[1, 3])
        {
            var shape = SubwordSample.Shape(new NetworkVariant(kind, activation, hasTransitions), window);
            var words = SubwordSample.Words(shape);
            var parameters = RandomModel.Parameters(shape, seed: 2);
            var composition = SubwordSample.Reference(words, shape.EmbeddingSize);
            var reference = new ReferenceTrainer(Composed(parameters, words, composition)) { LabelSmoothing = 0.1f };
            var trainer = new BatchTrainer(parameters, BatchSample.Settings(), instructionSet, words);
            var expected = ReferenceNetwork.Zeros(shape);
            foreach (var length in Lengths)
            {
                var (sentence, seed) = AwayFromKinks(reference.Network, words, length);
                var labels = LabelledSentence.Labels(shape, length, seed);
                var weight = (float)length / Lengths.Sum();

                var loss = trainer.Add(sentence, labels, taught: default, weight, new SplitMix64(1));

                var rows = OfReference(sentence, words);
                Assert.Equal(reference.Loss(rows, labels), loss, Rounding * Math.Max(1, loss));
                var gradients = reference.Gradients(rows, labels);
                foreach (var each in gradients)
                {
                    for (var i = 0; i < each.Length; i++)
                    {
                        each[i] *= weight;
                    }
                }

                composition.AddGradients(
                    gradients[(int)ElmanTensor.Embeddings],
                    expected[(int)ElmanTensor.Embeddings],
                    expected[(int)ElmanTensor.Subwords]);
                foreach (var tensor in shape.Tensors.Except([ElmanTensor.Embeddings, ElmanTensor.Subwords]))
                {
                    ReferenceMatrix.Add(gradients[(int)tensor], expected[(int)tensor]);
                }
            }

            Near.EqualTensorsInProportion(
                expected, new ReferenceNetwork(trainer.CopyGradients()).Tensors, Rounding);
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void A_step_is_Adams_and_moves_only_what_the_words_of_the_batch_are_made_of(InstructionSet instructionSet)
    {
        var shape = SubwordSample.Shape();
        var words = SubwordSample.Words(shape);
        var before = RandomModel.Parameters(shape, seed: 3);
        var trainer = new BatchTrainer(before, BatchSample.Settings(), instructionSet, words);
        Add(trainer, [3, -1, words.DroppedRowOf(5)]);
        var gradients = trainer.CopyGradients();

        trainer.Step(LearningRate);

        var (after, moments) = (BatchSample.State(trainer).Parameters, trainer.CopyMoments());
        foreach (var tensor in shape.Tensors)
        {
            double[] expected = [.. before[tensor]];
            new ReferenceAdam(expected.Length).Update(expected, [.. gradients[tensor]], LearningRate);
            Near.Equal(expected, after[tensor].ToArray(), 2e-6, tensor.FileName());
        }

        AssertMoved(ElmanTensor.Embeddings, [0, 3, shape.PaddingRow]);
        AssertMoved(ElmanTensor.Subwords, [.. words.SubwordsOf(3), .. words.SubwordsOf(5)]);

        void AssertMoved(ElmanTensor tensor, HashSet<int> moved)
        {
            var rows = shape.GetDimensions(tensor)[0];
            Assert.InRange(moved.Count, 1, rows - 1);
            Assert.All(Enumerable.Range(0, rows), row =>
            {
                Assert.Equal(moved.Contains(row), !Row(before, tensor, row).SequenceEqual(Row(after, tensor, row)));
                Assert.Equal(moved.Contains(row), Row(moments.Second, tensor, row).Any(value => value != 0));
            });
        }
    }

    /// <summary>What is left is scaled up; own vectors are whole.</summary>
    [Theory]
    [InlineData(0.25)]
    [InlineData(0.6)]
    public void Dropout_leaves_out_subwords_and_scales_up_the_others(double rate)
    {
        var shape = SubwordSample.Shape(window: 1);
        var words = SubwordSample.Words(shape);
        var own = new ElmanParameters(shape);
        var (kept, all) = (0, 0);
        for (var seed = 0; seed < 200; seed++)
        {
            var gradients = Gradients(rate, seed);
            var whole = Gradients(rate: 0, seed);
            for (var row = 0; row < shape.SubwordCount; row++)
            {
                var dropped = Row(gradients, ElmanTensor.Subwords, row);
                var full = Row(whole, ElmanTensor.Subwords, row);
                if (full.Any(value => value != 0))
                {
                    all++;
                    kept += dropped.Any(value => value != 0) ? 1 : 0;
                    Assert.All(dropped.Zip(full), pair => Assert.True(
                        pair.First == 0 || Math.Abs((pair.First * (1 - rate)) - pair.Second) <= 1e-6, $"{pair}"));
                }
            }

            Bits.AssertEqual(whole.Embeddings, gradients.Embeddings);
        }

        Assert.Equal(1 - rate, (double)kept / all, 0.05);

        // All parameters are 0 but those of the network, so that no vector depends on what is dropped.
        ElmanParameters Gradients(double rate, int seed)
        {
            var parameters = RandomModel.Parameters(shape, seed: 13);
            parameters.Embeddings.Clear();
            parameters[ElmanTensor.Subwords].Clear();
            var trainer = new BatchTrainer(
                parameters, BatchSample.Settings(new DropoutRates(0, 0, rate)), words: words);
            trainer.Add([WordWithoutRepetition(words)], [1], default, 1, new SplitMix64((ulong)seed));
            return trainer.CopyGradients();
        }
    }

    [Fact]
    public void A_word_lacks_the_same_subwords_in_all_sentences_of_a_batch_and_others_in_the_next()
    {
        var shape = SubwordSample.Shape(window: 1);
        var words = SubwordSample.Words(shape);
        var parts = new SubwordParts(words.RowCount, dropout: 0.5);
        var random = new SplitMix64(1);
        var drawn = new HashSet<string>();
        for (var batch = 0; batch < 20; batch++)
        {
            parts.Draw(2, words.SubwordsOf(2), random);
            parts.Draw(3, words.SubwordsOf(3), random);
            var rows = string.Join(' ', parts.RowsOf(2).ToArray());
            Assert.Equal(rows, string.Join(' ', parts.RowsOf(2).ToArray()));
            drawn.Add(rows);
            parts.Clear();
        }

        Assert.InRange(drawn.Count, 15, 20);
    }

    [Fact]
    public void Without_dropout_of_subwords_nothing_is_drawn_for_them()
    {
        var words = SubwordSample.Words(SubwordSample.Shape());
        var (random, expected) = (new SplitMix64(1), new SplitMix64(1));

        new SubwordParts(words.RowCount, dropout: 0).Draw(3, words.SubwordsOf(3), random);

        Assert.Equal(expected.Next(), random.Next());
    }

    /// <summary>Dense Adam would go on moving it by its first moment.</summary>
    [Fact]
    public void A_subword_that_is_not_in_the_next_batch_waits_with_its_moments()
    {
        var words = SubwordSample.Words(SubwordSample.Shape());
        var trainer = new BatchTrainer(
            RandomModel.Parameters(SubwordSample.Shape(), seed: 4), BatchSample.Settings(), words: words);
        Add(trainer, [3]);
        trainer.Step(LearningRate);
        var (first, moments) = (BatchSample.State(trainer).Parameters, trainer.CopyMoments());
        Add(trainer, [5]);

        trainer.Step(LearningRate);

        var (second, later) = (BatchSample.State(trainer).Parameters, trainer.CopyMoments());
        int[] waiting = [.. words.SubwordsOf(3).ToArray().Except(words.SubwordsOf(5).ToArray())];
        Assert.NotEmpty(waiting);
        Assert.All(waiting, row =>
        {
            Bits.AssertEqual(Row(first, ElmanTensor.Subwords, row), Row(second, ElmanTensor.Subwords, row));
            Bits.AssertEqual(
                Row(moments.First, ElmanTensor.Subwords, row), Row(later.First, ElmanTensor.Subwords, row));
        });
    }

    /// <summary>Vectors are composed once a batch: of the parameters that the batch has, not of earlier ones.</summary>
    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void A_trainer_that_takes_over_the_state_goes_on_alike(InstructionSet instructionSet)
    {
        var shape = SubwordSample.Shape();
        var words = SubwordSample.Words(shape);
        var settings = BatchSample.Settings(BatchSample.Rates with { Subwords = 0.2 });
        var parameters = RandomModel.Parameters(shape, seed: 5);
        var whole = new BatchTrainer(parameters, settings, instructionSet, words);
        Train(whole, words);
        var (halfway, averages) = BatchSample.State(whole);
        var other = new BatchTrainer(parameters, settings, instructionSet, words);
        Train(other, words);
        other.SetParameters(halfway, whole.CopyMoments(), averages);

        Assert.Equal(Train(whole, words), Train(other, words));

        Bits.AssertEqual(BatchSample.State(whole).Parameters, BatchSample.State(other).Parameters);
        Bits.AssertEqual(BatchSample.State(whole).Averages, BatchSample.State(other).Averages);
    }

    [Fact]
    public void A_look_at_the_gradients_changes_nothing_but_their_rounding()
    {
        var words = SubwordSample.Words(SubwordSample.Shape());
        var parameters = RandomModel.Parameters(SubwordSample.Shape(), seed: 6);
        var trainer = new BatchTrainer(parameters, BatchSample.Settings(), words: words);
        var looking = new BatchTrainer(parameters, BatchSample.Settings(), words: words);
        foreach (var each in (BatchTrainer[])[trainer, looking])
        {
            Add(each, [3, 5, 2]);
            _ = each == looking ? each.CopyGradients() : null;
            Add(each, [5, 3, 3]);
        }

        Near.EqualTensorsInProportion(
            new ReferenceNetwork(trainer.CopyGradients()).Tensors,
            new ReferenceNetwork(looking.CopyGradients()).Tensors,
            Rounding);
    }

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void A_step_empties_the_batch(InstructionSet instructionSet)
    {
        var words = SubwordSample.Words(SubwordSample.Shape());
        var trainer = new BatchTrainer(
            RandomModel.Parameters(SubwordSample.Shape(), seed: 12), BatchSample.Settings(), instructionSet, words);
        Add(trainer, [3, words.DroppedRowOf(5), -1]);

        trainer.Step(LearningRate);

        Bits.AssertEqual(new ElmanParameters(trainer.Shape), trainer.CopyGradients());
    }

    [Fact]
    public void A_row_that_no_word_has_is_refused()
    {
        var words = SubwordSample.Words(SubwordSample.Shape());
        var trainer = new BatchTrainer(
            RandomModel.Parameters(SubwordSample.Shape(), seed: 7), BatchSample.Settings(), words: words);

        Add(trainer, [words.RowCount - 1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Add(trainer, [words.RowCount]));
    }

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void An_update_allocates_nothing(InstructionSet instructionSet)
    {
        var shape = SubwordSample.Shape();
        var words = SubwordSample.Words(shape);
        var trainer = new BatchTrainer(
            RandomModel.Parameters(shape, seed: 8),
            BatchSample.Settings(BatchSample.Rates with { Subwords = 0.2 }),
            instructionSet,
            words);
        var sentence = SubwordSample.Sentence(words, 50, seed: 9);
        var labels = LabelledSentence.Labels(shape, 50, seed: 9);
        var random = new SplitMix64(10);
        trainer.Add(sentence, labels, default, 1, random);
        trainer.Step(LearningRate);

        Assert.Equal(0, AllocatedBytes.By(() =>
        {
            for (var length = 1; length <= 50; length++)
            {
                trainer.Add(sentence.AsSpan(0, length), labels.AsSpan(0, length), default, 0.5f, random);
                if (length % 3 == 0)
                {
                    trainer.Step(LearningRate);
                }
            }
        }));
    }

    /// <summary>
    /// The same words as a network of their own, in which each row is an embedding and the padding word comes last.
    /// </summary>
    private static ReferenceNetwork Composed(
        ElmanParameters parameters, ComposedWords words, ReferenceSubwords composition)
    {
        var (shape, tensors) = (parameters.Shape, new ReferenceNetwork(parameters).Tensors);
        tensors[(int)ElmanTensor.Embeddings] = composition.Compose(
            tensors[(int)ElmanTensor.Embeddings], tensors[(int)ElmanTensor.Subwords]);
        tensors[(int)ElmanTensor.Subwords] = [];
        return new ReferenceNetwork(
            new ElmanShape(
                shape.HiddenSize, shape.LabelCount, words.RowCount, shape.EmbeddingSize, shape.WindowSize,
                shape.Variant),
            tensors);
    }

    private static int[] OfReference(int[] sentence, ComposedWords words) =>
        Array.ConvertAll(sentence, word => word == words.PaddingRow ? -1 : word);

    private static (int[] Sentence, int Seed) AwayFromKinks(
        ReferenceNetwork network, ComposedWords words, int length) => Enumerable.Range(0, 50)
        .Select(seed => (Sentence: SubwordSample.Sentence(words, length, seed), Seed: seed))
        .First(sample => network.Run(OfReference(sample.Sentence, words)).DistanceFromKink > 1e-5);

    /// <summary>A word that has every row of its subwords once.</summary>
    private static int WordWithoutRepetition(ComposedWords words) => Enumerable.Range(1, 6)
        .First(word => words.SubwordsOf(word).ToArray() is var rows && rows.Distinct().Count() == rows.Length);

    private static void Add(BatchTrainer trainer, params int[] sentence) => trainer.Add(
        sentence, LabelledSentence.Labels(trainer.Shape, sentence.Length, seed: 1), default, 0.5f, new SplitMix64(2));

    private static float[] Train(BatchTrainer trainer, ComposedWords words)
    {
        var random = new SplitMix64(11);
        var losses = new List<float>();
        for (var update = 0; update < 6; update++)
        {
            foreach (var length in Lengths)
            {
                losses.Add(trainer.Add(
                    SubwordSample.Sentence(words, length, seed: update + length),
                    LabelledSentence.Labels(trainer.Shape, length, seed: length),
                    default,
                    0.2f,
                    random));
            }

            trainer.Step(LearningRate);
        }

        return [.. losses];
    }

    private static float[] Row(ElmanParameters parameters, ElmanTensor tensor, int row) =>
        parameters[tensor].Slice(row * parameters.Shape.EmbeddingSize, parameters.Shape.EmbeddingSize).ToArray();
}
