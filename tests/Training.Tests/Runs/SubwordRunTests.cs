using FastElman.Fixtures;
using FastElman.Model.Subwords;
using FastElman.Training.Runs;
using FastElman.Training.Runs.Checkpoints;

namespace FastElman.Training.Tests.Runs;

/// <summary>Runs that train subwords with the words that they are parts of.</summary>
public sealed class SubwordRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _file;

    public SubwordRunTests() => _file = _folder.File("run.checkpoint");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Words_that_it_has_never_seen_are_labelled_by_their_letters()
    {
        var spelled = Train(SpelledCorpus.Options).Epochs[^1];
        var plain = Train(SpelledCorpus.Options.With(o => o.Regularization.Subwords = 0)).Epochs[^1];

        Assert.Equal((100, 100), (spelled.ValidationF1, spelled.TestF1));
        Assert.True(plain.ValidationF1 < 100, $"{plain}");
    }

    [Theory]
    [InlineData(LabelDecoding.ArgMax)]
    [InlineData(LabelDecoding.IobTransitions)]
    public void Epochs_are_scored_as_the_model_is_evaluated(LabelDecoding decoding)
    {
        // Trained so little that it is not always right.
        var result = Train(SpelledCorpus.Options.With(o => (o.Decoding, o.Epochs) = (decoding, 6)));

        var model = result.Model.Compile();
        Assert.Equal(
            (result.BestEpoch!.ValidationF1, result.BestEpoch.TestF1),
            (F1(CorpusSet.Validation), F1(CorpusSet.Test)));

        double? F1(CorpusSet set) => ConllEvaluation.Evaluate(model, SpelledCorpus.Create(), set).Overall.F1;
    }

    [Fact]
    public void A_known_word_has_its_own_vector_and_its_subwords_in_the_model()
    {
        var model = Train(SpelledCorpus.Options.With(o => (o.Epochs, o.CheckpointFile) = (3, _file))).Model;

        var own = ReadCheckpoint(model.Shape).Best!;

        AssertComposed(own, model);
        Assert.Equal(500 + 16, model.Shape.SubwordCount);
    }

    [Fact]
    public void The_model_before_the_first_update_has_them_too()
    {
        var run = new TrainingRun(SpelledCorpus.Create(), SpelledCorpus.Options);

        AssertComposed(InitialParameters.Create(SpelledCorpus.Options, run.Shape), run.GetInitialModel());
    }

    /// <summary>Dropped words keep their subwords, and so do words that the training set has once.</summary>
    [Fact]
    public void Where_every_word_is_dropped_own_vectors_stay_and_subwords_learn()
    {
        var options = SpelledCorpus.Options.With(o =>
        {
            (o.Epochs, o.CheckpointFile) = (3, _file);
            o.Regularization.WordDropout = 1e12;
        });
        var run = new TrainingRun(SpelledCorpus.Create(), options);
        var vocabulary = run.GetInitialModel().Vocabulary!;
        run.Complete();

        var (before, after) = (InitialParameters.Create(options, run.Shape), ReadCheckpoint(run.Shape).Parameters);

        Assert.All(vocabulary, word => Assert.Equal(
            word != Vocabulary.UnknownWord,
            Row(before, vocabulary.GetIndex(word)).SequenceEqual(Row(after, vocabulary.GetIndex(word)))));
        Assert.All(SubwordsOf("bradville", run.Shape), row => Assert.False(
            Subword(before, row).SequenceEqual(Subword(after, row))));
    }

    [Fact]
    public void A_final_training_reads_the_unknown_words_of_the_validation_set()
    {
        var options = SpelledCorpus.Options.With(o =>
            (o.FinalTraining, o.Epochs, o.CheckpointFile) = (true, 3, _file));
        var run = new TrainingRun(SpelledCorpus.Create(), options);
        run.Complete();
        var before = InitialParameters.Create(options, run.Shape);
        var after = ReadCheckpoint(run.Shape, final: true).Parameters;

        // A row that no word of the training set has.
        var rows = SubwordsOf("newtville", run.Shape).Except(
            SpelledCorpus.Create().GetSentences(CorpusSet.Train).SelectMany(sentence => sentence.Words)
                .SelectMany(word => SubwordsOf(word, run.Shape))).ToArray();
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.False(Subword(before, row).SequenceEqual(Subword(after, row))));
    }

    [Fact]
    public void Another_letter_of_an_unknown_word_is_another_run()
    {
        var options = SpelledCorpus.Options.With(o => (o.Epochs, o.CheckpointFile, o.SentenceLimit) = (3, _file, 9));
        new TrainingRun(SpelledCorpus.Create(), options).Complete();

        Assert.NotNull(new TrainingRun(SpelledCorpus.Create(), options).Resume());
        foreach (var other in (Corpus[])[SpelledCorpus.Create(unseen: "next"), SpelledCorpus.Create(seen: "mar")])
        {
            var error = Assert.Throws<ModelFormatException>(() => new TrainingRun(other, options).Resume());
            Assert.Contains("with another corpus", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(499)]
    public void The_checkpoint_of_other_subwords_is_refused(int subwords)
    {
        var options = SpelledCorpus.Options.With(o => (o.Epochs, o.CheckpointFile, o.SentenceLimit) = (3, _file, 9));
        new TrainingRun(SpelledCorpus.Create(), options).Complete();

        Assert.Throws<ModelFormatException>(() => new TrainingRun(
            SpelledCorpus.Create(), options.With(o => o.Regularization.Subwords = subwords)).Resume());
    }

    [Fact]
    public void A_teacher_reads_unknown_words_by_their_letters()
    {
        var teacher = Train(SpelledCorpus.Options).Model;
        var taught = SpelledCorpus.Options.With(o =>
        {
            o.Regularization.Subwords = 0;
            (o.Epochs, o.Regularization.WordDropout) = (2, 0);
            o.Regularization.Teachers = [teacher];
        });

        // The letters of words that pupils without subwords cannot tell apart: only their teacher sees a difference.
        var one = new TrainingRun(SpelledCorpus.Create(), taught).Complete().Model;
        var other = new TrainingRun(SpelledCorpus.Create(seen: "mxr"), taught).Complete().Model;

        Assert.NotEqual(one.Fingerprint, other.Fingerprint);
    }

    [Fact]
    public void They_stand_in_what_is_said_of_the_regularisation()
    {
        Assert.EndsWith(
            ", 500 subwords, dropout 0.2 of them",
            $"{SpelledCorpus.Options.Regularization}",
            StringComparison.Ordinal);
        Assert.DoesNotContain("subwords", $"{new RegularizationOptions()}", StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_train_them_is_refused()
    {
        var spelled = RandomModel.Parameters(
            new ElmanShape(12, 3, 5, 8, 3, new NetworkVariant(), subwordCount: 20), seed: 1);
        var wide = RandomModel.Parameters(WordsOf(SpelledCorpus.Create(), embeddingSize: 1000), seed: 1);
        Refuse("Subwords is -1", o => o.Regularization.Subwords = -1);
        Refuse("Subwords is 16777217", o => o.Regularization.Subwords = 16777217);
        Refuse("only the recipe Regularized trains subwords", o => o.Recipe = TrainingRecipe.Corrected);
        Refuse("only the recipe Regularized trains subwords", o => o.Recipe = TrainingRecipe.Tutorial);
        Refuse("which are frozen", o => o.FreezeEmbeddings = true);
        Refuse("a model with subwords do not change any more", o => o.InitialParameters = spelled);
        Refuse(
            "with embeddings of 1000 values",
            o => (o.EmbeddingSize, o.Regularization.Subwords) = (1000, 1 << 20));
        Refuse(
            "with embeddings of 1000 values",
            o => (o.InitialParameters, o.Regularization.Subwords) = (wide, 1 << 20));

        static void Refuse(string expected, Action<TrainingOptions> change) => Assert.Contains(
            expected,
            Assert.Throws<ArgumentOutOfRangeException>(
                "options",
                () => new TrainingRun(SpelledCorpus.Create(), SpelledCorpus.Options.With(change))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_corpus_without_words_or_without_the_unknown_word_is_refused()
    {
        var nameless = TinyCorpus.OfIndices(new CorpusSentence([1, 2], [0, 1]));
        var sentence = new CorpusSentence(["to", "oslo"], ["O", "B-to"], "tiny.txt", 1);
        var known = new Corpus(
            "tiny.txt",
            new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>> { [CorpusSet.Train] = [sentence] },
            new Vocabulary(["oslo", "to"]),
            new LabelSet(["B-to", "O"]));

        Assert.Contains("does not say what its indices stand for", Refuse(nameless).Message, StringComparison.Ordinal);
        Assert.Contains("the vocabulary has no <UNK>", Refuse(known).Message, StringComparison.Ordinal);

        static CorpusFormatException Refuse(Corpus corpus) => Assert.Throws<CorpusFormatException>(
            () => new TrainingRun(corpus, SpelledCorpus.Options));
    }

    [Fact]
    public void The_parameters_of_a_model_with_subwords_are_trained_on_with_frozen_embeddings_only()
    {
        var model = Train(SpelledCorpus.Options.With(o => o.Epochs = 6)).Model.WithSubwordPrecision(
            SubwordPrecision.Float16);
        var pruning = new PruningOptions { Density = 0.5, Epochs = 4, LearningRate = 0.05, FreezeEmbeddings = true };

        var pruned = RecurrencePruning.Prune(
            model, SpelledCorpus.Create(), pruning, cancellationToken: TestContext.Current.CancellationToken);

        Bits.AssertEqual(model.ExportParameters().Embeddings, pruned.Model.ExportParameters().Embeddings);
        Bits.AssertEqual(
            model.ExportParameters()[ElmanTensor.Subwords], pruned.Model.ExportParameters()[ElmanTensor.Subwords]);
        Assert.Equal(SubwordPrecision.Float16, pruned.Model.SubwordPrecision);
        Assert.Equal(
            ConllEvaluation.Evaluate(model.Compile(), SpelledCorpus.Create(), CorpusSet.Validation).Overall.F1,
            pruned.ValidationF1Before);
        Assert.Equal(
            ConllEvaluation.Evaluate(pruned.Model.Compile(), SpelledCorpus.Create(), CorpusSet.Validation).Overall.F1,
            pruned.BestEpoch.ValidationF1);
        pruning.FreezeEmbeddings = false;
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => RecurrencePruning.Prune(
                model, SpelledCorpus.Create(), pruning, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("FreezeEmbeddings", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Word vectors, or a model of words alone.</summary>
    [Fact]
    public void Given_embeddings_are_own_vectors_and_subwords_begin_at_zero()
    {
        var given = RandomModel.Parameters(WordsOf(SpelledCorpus.Create(), embeddingSize: 8), seed: 1);
        var run = new TrainingRun(
            SpelledCorpus.Create(), SpelledCorpus.Options.With(o => o.InitialParameters = given));

        var initial = run.GetInitialModel().ExportParameters();

        Assert.Equal(given.Shape.WithSubwords(500 + 16), initial.Shape);
        Assert.All(given.Shape.Tensors, tensor => Bits.AssertEqual(given[tensor], initial[tensor]));
        Assert.True(initial[ElmanTensor.Subwords].IndexOfAnyExcept(0f) < 0);
        Assert.Equal((100, 100), (run.Complete().Epochs[^1].ValidationF1, run.GetResult()!.Epochs[^1].TestF1));
    }

    [Fact]
    public void A_run_from_given_embeddings_is_resumed_to_the_same_model()
    {
        var given = RandomModel.Parameters(WordsOf(SpelledCorpus.Create(), embeddingSize: 8), seed: 1);
        var options = SpelledCorpus.Options.With(o => (o.Epochs, o.InitialParameters) = (3, given));
        var whole = Train(options).Model;
        new TrainingRun(
            SpelledCorpus.Create(), options.With(o => (o.CheckpointFile, o.SentenceLimit) = (_file, 17))).Complete();

        var resumed = new TrainingRun(SpelledCorpus.Create(), options.With(o => o.CheckpointFile = _file));

        Assert.NotNull(resumed.Resume());
        Assert.Equal(whole.Fingerprint, resumed.Complete().Model.Fingerprint);
    }

    /// <summary>A network of words alone for the words and labels of a corpus.</summary>
    private static ElmanShape WordsOf(Corpus corpus, int embeddingSize)
    {
        var options = SpelledCorpus.Options.With(o => o.Regularization.Subwords = 0);
        var shape = new TrainingRun(corpus, options).Shape;
        return new ElmanShape(
            shape.HiddenSize, shape.LabelCount, shape.VocabularySize, embeddingSize, shape.WindowSize, shape.Variant);
    }

    private static TrainingResult Train(TrainingOptions options) =>
        new TrainingRun(SpelledCorpus.Create(), options).Complete();

    /// <summary>The model has own[w] + subwords(w) in its embeddings, to the bit, and all else as it is.</summary>
    private static void AssertComposed(ElmanParameters own, ElmanModel model)
    {
        var expected = own.Clone();
        for (var word = 0; word < model.Vocabulary!.Count; word++)
        {
            if (model.Vocabulary[word] != Vocabulary.UnknownWord)
            {
                SubwordEmbedding.Add(
                    SubwordsOf(model.Vocabulary[word], own.Shape), own[ElmanTensor.Subwords], Row(expected, word));
            }
        }

        Assert.NotEqual(own.Embeddings.ToArray(), expected.Embeddings.ToArray());
        Bits.AssertEqual(expected, model.ExportParameters());
    }

    private CheckpointContent ReadCheckpoint(ElmanShape shape, bool final = false)
    {
        var corpus = SpelledCorpus.Create();
        var sentences = corpus.GetSentences(CorpusSet.Train).Count;
        return CheckpointReader.Read(
            _file, shape, sentences, final ? sentences + corpus.GetSentences(CorpusSet.Validation).Count : sentences);
    }

    private static int[] SubwordsOf(string word, ElmanShape shape)
    {
        var rows = new int[SubwordRows.MaximumCount];
        return rows[..SubwordRows.Find(word, shape.SubwordCount, rows)];
    }

    private static Span<float> Row(ElmanParameters parameters, int row) =>
        parameters.Embeddings.Slice(row * parameters.Shape.EmbeddingSize, parameters.Shape.EmbeddingSize);

    private static Span<float> Subword(ElmanParameters parameters, int row) => parameters[ElmanTensor.Subwords].Slice(
        row * parameters.Shape.EmbeddingSize, parameters.Shape.EmbeddingSize);
}
