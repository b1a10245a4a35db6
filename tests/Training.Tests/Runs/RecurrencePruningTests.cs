using FastElman.Fixtures;

namespace FastElman.Training.Tests.Runs;

/// <summary>Models that are pruned after their training.</summary>
public sealed class RecurrencePruningTests
{
    private static readonly PruningOptions Options = new() { Density = 0.3, Epochs = 6, LearningRate = 0.2 };

    public static MatrixTheoryData<NetworkKind, LabelDecoding> Networks =>
        new(Enum.GetValues<NetworkKind>(), Enum.GetValues<LabelDecoding>());

    [Theory]
    [MemberData(nameof(Networks))]
    public void Words_labels_and_decoding_stay_and_every_block_has_the_density(
        NetworkKind network, LabelDecoding decoding)
    {
        var model = Train(network, decoding).WithTemperature(1.5f);

        var pruned = Prune(model).Model;

        Assert.Equal(model.Vocabulary, pruned.Vocabulary);
        Assert.Equal(model.Labels, pruned.Labels);
        Assert.Equal(
            (model.Shape, model.Decoding, model.Tokenizer, model.Temperature),
            (pruned.Shape, pruned.Decoding, pruned.Tokenizer, pruned.Temperature));
        Assert.Equal(
            network == NetworkKind.Jordan ? 1 / 3.0 : 0.3, SparseRecurrence.Density(pruned.ExportParameters()));
    }

    [Fact]
    public void The_model_is_unchanged_and_the_same_call_gives_the_same_bits()
    {
        var model = Train();
        var fingerprint = model.Fingerprint;

        var (one, other) = (Prune(model), Prune(model));

        Assert.Equal(fingerprint, model.Fingerprint);
        Assert.Equal(fingerprint, ElmanModel.Create(
            model.ExportParameters(), model.Vocabulary, model.Labels, decoding: model.Decoding,
            tokenizer: model.Tokenizer).Fingerprint);
        Bits.AssertEqual(one.Model.ExportParameters(), other.Model.ExportParameters());
        Assert.NotEqual(fingerprint, one.Model.Fingerprint);
    }

    [Theory]
    [InlineData(NetworkKind.Elman)]
    [InlineData(NetworkKind.Bidirectional)]
    public void A_sparse_model_becomes_sparser_and_no_removed_weight_comes_back(NetworkKind network)
    {
        var sparse = Prune(Train(network)).Model;
        var options = new PruningOptions { Density = 0.1, Epochs = 6, LearningRate = 0.2 };
        var sparser = RecurrencePruning.Prune(
            sparse, TinyCorpus.Indexed(), options, null, TestContext.Current.CancellationToken).Model;

        Assert.Equal(0.1, SparseRecurrence.Density(sparser.ExportParameters()));
        foreach (var tensor in SparseRecurrence.Tensors(sparse.Shape))
        {
            float[] before = [.. sparse.ExportParameters()[tensor]], after = [.. sparser.ExportParameters()[tensor]];
            for (var i = 0; i < before.Length; i++)
            {
                Assert.True(before[i] != 0 || after[i] == 0, $"weight {i} of {tensor} came back");
            }
        }
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.5)]
    public void A_density_that_the_model_has_already_is_refused(double density)
    {
        var sparse = Prune(Train()).Model;
        var refusal = Assert.Throws<ArgumentOutOfRangeException>("options", () => RecurrencePruning.Prune(
            sparse,
            TinyCorpus.Indexed(),
            new PruningOptions { Density = density },
            null,
            TestContext.Current.CancellationToken));
        Assert.Contains("the model has a density of 0.3 already", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void F1_before_and_after_are_those_of_the_models()
    {
        var (model, corpus) = (Train(), TinyCorpus.Indexed());

        var result = Prune(model);

        Assert.Equal(F1(model, CorpusSet.Validation), result.ValidationF1Before);
        Assert.Equal(F1(model, CorpusSet.Test), result.TestF1Before);
        Assert.Equal(F1(result.Model, CorpusSet.Validation), result.BestEpoch.ValidationF1);
        Assert.Equal(F1(result.Model, CorpusSet.Test), result.BestEpoch.TestF1);
        Assert.Equal(6, result.Epochs.Count);

        double F1(ElmanModel scored, CorpusSet set) =>
            ConllEvaluation.Evaluate(scored.Compile(), corpus, set).Overall.F1;
    }

    [Fact]
    public void It_is_pruned_from_the_first_epoch_on_and_the_best_is_one_of_full_sparsity()
    {
        // 6 epochs: the steps are made before the first, the second and the third of them.
        var result = Prune(Train());

        Assert.InRange(result.BestEpoch.Epoch, 3, 6);
        Assert.DoesNotContain(result.Epochs.Take(2), epoch => epoch.IsBest);
    }

    [Fact]
    public void The_origin_and_what_was_done_are_on_record()
    {
        var model = Train();
        Assert.Equal(new ModelProvenance("corrected", "tiny.pkl, seed 345"), model.Provenance);

        Assert.Equal(
            new ModelProvenance(
                "corrected, pruned to density 0.3", "tiny.pkl, seed 345, pruned on tiny.pkl"),
            Prune(model).Model.Provenance);
        Assert.Equal(
            new ModelProvenance("pruned to density 0.3", "tiny.pkl"),
            Prune(ElmanModel.Create(model.ExportParameters(), model.Vocabulary, model.Labels)).Model.Provenance);
    }

    [Fact]
    public void A_corpus_with_other_words_and_labels_is_translated_to_those_of_the_model()
    {
        // The words of the text corpus are those of its training set that occur twice, in an order of their own.
        var model = Train();

        Bits.AssertEqual(
            Prune(model).Model.ExportParameters(), Prune(model, TinyCorpus.Textual()).Model.ExportParameters());
    }

    [Fact]
    public void A_corpus_with_a_label_that_the_model_does_not_have_is_refused()
    {
        CorpusSentence[] sentences = [new(["to", "oslo"], ["O", "B-via"])];

        var error = Assert.Throws<InvalidOperationException>(
            () => Prune(Train(), new Corpus(sentences, sentences, sentences)));

        Assert.Contains("the model has no label \"B-via\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Frozen_embeddings_stay_as_they_are()
    {
        var parameters = Train().ExportParameters();
        parameters.Embeddings[0] += 3;
        var model = ElmanModel.Create(parameters, TinyCorpus.Vocabulary, TinyCorpus.Labels);
        var options = new PruningOptions { Epochs = 2, FreezeEmbeddings = true };

        var pruned = Prune(model, options: options).Model;

        Bits.AssertEqual(parameters.Embeddings, pruned.ExportParameters().Embeddings);
    }

    [Fact]
    public void Without_a_validation_set_there_is_no_best_epoch_to_choose() =>
        Assert.Contains(
            "the best epoch is chosen by the validation set, and the corpus has none",
            Assert.Throws<CorpusFormatException>(
                () => Prune(Train(), TinyCorpus.Indexed(withValidation: false))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_model_without_names_is_refused() =>
        Assert.Throws<ArgumentException>(
            "model",
            () => Prune(ElmanModel.Create(Train().ExportParameters())));

    [Theory]
    [InlineData(0, "Density is 0: it is above 0 and below 1.")]
    [InlineData(1, "Density is 1: it is above 0 and below 1.")]
    [InlineData(double.NaN, "Density is NaN: it is above 0 and below 1.")]
    [InlineData(0.99, "Density is 0.99: it prunes nothing, because it keeps all 20 rows of wh.")]
    public void A_density_that_prunes_nothing_is_refused(double density, string problem) =>
        Assert.StartsWith(
            problem,
            Assert.Throws<ArgumentOutOfRangeException>(
                "options",
                () => Prune(Train(), options: new PruningOptions { Density = density })).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(TrainingOptimizer.GradientDescent, HiddenActivation.Sigmoid, 0.8)]
    [InlineData(TrainingOptimizer.GradientDescent, HiddenActivation.Tanh, 0.25)]
    [InlineData(TrainingOptimizer.GradientDescent, HiddenActivation.Relu, 0.1)]
    [InlineData(TrainingOptimizer.Adam, HiddenActivation.Sigmoid, 0.002)]
    public void The_learning_rate_is_that_of_a_training(
        TrainingOptimizer optimizer, HiddenActivation activation, double expected)
    {
        var shape = new ElmanShape(20, 3, 6, 3, 3, new NetworkVariant(Activation: activation));
        var model = ElmanModel.Create(
            ElmanParameters.Initialize(shape, 1), TinyCorpus.Vocabulary, TinyCorpus.Labels);

        var options = new PruningOptions { Optimizer = optimizer }.ToTraining(model);

        Assert.Equal(expected, options.EffectiveLearningRate);
    }

    private static ElmanModel Train(
        NetworkKind network = NetworkKind.Elman, LabelDecoding decoding = LabelDecoding.ArgMax) => new TrainingRun(
        TinyCorpus.Indexed(),
        TinyCorpus.Options.With(o =>
        {
            o.HiddenSize = 20;
            o.Network = network;
            o.Decoding = decoding;
            o.Tokenizer = TokenizerKind.WhiteSpace;
        })).Complete().Model;

    private static PruningResult Prune(ElmanModel model, Corpus? corpus = null, PruningOptions? options = null) =>
        RecurrencePruning.Prune(
            model,
            corpus ?? TinyCorpus.Indexed(),
            options ?? Options,
            cancellationToken: TestContext.Current.CancellationToken);
}
