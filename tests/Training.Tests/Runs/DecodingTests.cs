using FastElman.Fixtures;
using FastElman.Training.Runs;

namespace FastElman.Training.Tests.Runs;

/// <summary>How a run decodes the sets that it scores, and how its model is decoded by default.</summary>
public sealed class DecodingTests
{
    [Theory]
    [InlineData(false, null, LabelDecoding.ArgMax)]
    [InlineData(false, LabelDecoding.Iob, LabelDecoding.Iob)]
    [InlineData(true, null, LabelDecoding.Transitions)]
    [InlineData(true, LabelDecoding.IobTransitions, LabelDecoding.IobTransitions)]
    public void The_model_is_decoded_as_the_options_say_or_else_as_its_network_is(
        bool hasTransitions, LabelDecoding? decoding, LabelDecoding expected)
    {
        var options = Options(hasTransitions, decoding);
        Assert.Equal(expected, new TrainingRun(TinyCorpus.Indexed(), options).Complete().Model.Decoding);

        var initial = ElmanParameters.Initialize(new TrainingRun(TinyCorpus.Indexed(), options).Shape, seed: 1);
        options.Network = NetworkVariant.Tutorial;
        options.InitialParameters = initial;
        Assert.Equal(expected, new TrainingRun(TinyCorpus.Indexed(), options).Complete().Model.Decoding);
    }

    [Theory]
    [InlineData(LabelDecoding.ArgMax)]
    [InlineData(LabelDecoding.Iob)]
    [InlineData(LabelDecoding.Transitions)]
    [InlineData(LabelDecoding.IobTransitions)]
    public void The_sets_are_scored_as_the_model_is_decoded(LabelDecoding decoding)
    {
        var options = Options(decoding is LabelDecoding.Transitions or LabelDecoding.IobTransitions, decoding);
        var result = new TrainingRun(TinyCorpus.Textual(), options).Complete();

        var compiled = result.Model.Compile();
        Assert.Equal(
            (result.BestEpoch!.ValidationF1, result.BestEpoch.TestF1),
            (F1(CorpusSet.Validation), F1(CorpusSet.Test)));

        double? F1(CorpusSet set) => ConllEvaluation.Evaluate(compiled, TinyCorpus.Textual(), set).Overall.F1;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void IOB_constraints_change_nothing_in_the_training_of_an_epoch(bool hasTransitions)
    {
        var plain = Trained(decoding: null);
        var constrained = Trained(hasTransitions ? LabelDecoding.IobTransitions : LabelDecoding.Iob);

        Bits.AssertEqual(plain.ExportParameters(), constrained.ExportParameters());

        ElmanModel Trained(LabelDecoding? decoding) => new TrainingRun(
            TinyCorpus.Textual(), Options(hasTransitions, decoding).With(o => o.Epochs = 1)).Complete().Model;
    }

    [Theory]
    [InlineData(false, LabelDecoding.Transitions, "expected ArgMax or Iob")]
    [InlineData(false, LabelDecoding.IobTransitions, "expected ArgMax or Iob")]
    [InlineData(true, LabelDecoding.ArgMax, "expected Transitions or IobTransitions")]
    [InlineData(true, LabelDecoding.Iob, "expected Transitions or IobTransitions")]
    public void An_unsuitable_decoding_is_refused_before_training(
        bool hasTransitions, LabelDecoding decoding, string expected)
    {
        var options = Options(hasTransitions, decoding);
        AssertRefused(() => _ = new TrainingRun(TinyCorpus.Textual(), options));

        var shape = new ElmanShape(1, TinyCorpus.Labels.Count, TinyCorpus.Vocabulary.Count, 1, 1, options.Network);
        var started = options.With(o => o.InitialParameters = new ElmanParameters(shape));
        AssertRefused(() => _ = new TrainingRun(TinyCorpus.Indexed(), started.With(o => o.Network = new())));

        var search = new SearchOptions { Network = options.Network, Decoding = decoding };
        AssertRefused(() => _ = new HyperparameterSearch(TinyCorpus.Textual(), "not-made", search));
        Assert.False(Directory.Exists("not-made"));

        void AssertRefused(Action act)
        {
            var exception = Assert.Throws<ArgumentOutOfRangeException>("Decoding", act);
            Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
            Assert.Contains($"found {decoding}", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_decoding_that_does_not_exist_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            "Decoding",
            () => new TrainingRun(TinyCorpus.Textual(), TinyCorpus.Options.With(o => o.Decoding = (LabelDecoding)4)));

    [Theory]
    [InlineData(false, LabelDecoding.Iob)]
    [InlineData(true, LabelDecoding.IobTransitions)]
    public void A_corpus_without_names_of_labels_cannot_be_decoded_by_them(bool hasTransitions, LabelDecoding decoding)
    {
        var corpus = TinyCorpus.OfIndices(new CorpusSentence([0, 1], [0, 1], "some.ids", 1));

        var exception = Assert.Throws<CorpusFormatException>(
            () => new TrainingRun(corpus, Options(hasTransitions, decoding)));

        Assert.Contains("some.ids", exception.Message, StringComparison.Ordinal);
        Assert.Contains("(expected a label set, found none)", exception.Message, StringComparison.Ordinal);
        _ = new TrainingRun(corpus, Options(hasTransitions, decoding: null));
    }

    [Theory]
    [InlineData(LabelDecoding.ArgMax, "ArgMax")]
    [InlineData(LabelDecoding.Iob, "IobConstraints")]
    [InlineData(LabelDecoding.Transitions, "TransitionScores")]
    [InlineData(LabelDecoding.IobTransitions, "IobConstraints, TransitionScores")]
    public void The_identity_of_a_network_is_in_the_words_of_earlier_files(LabelDecoding decoding, string words) =>
        Assert.Equal(
            $"NetworkVariant {{ Kind = Jordan, Activation = Relu, Decoding = {words} }}",
            NetworkIdentity.Of(new NetworkVariant(NetworkKind.Jordan, HiddenActivation.Relu), decoding));

    private static TrainingOptions Options(bool hasTransitions, LabelDecoding? decoding) => TinyCorpus.Options.With(o =>
    {
        o.Network = new NetworkVariant(HasTransitions: hasTransitions);
        o.Decoding = decoding;
    });
}
