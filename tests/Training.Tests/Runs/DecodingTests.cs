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
        var started = TinyCorpus.Options.With(o =>
        {
            o.Decoding = decoding;
            o.InitialParameters = Initial(hasTransitions);
        });
        Assert.Equal(expected, new TrainingRun(TinyCorpus.Indexed(), started).Complete().Model.Decoding);

        var options = Options(decoding);
        var run = new TrainingRun(TinyCorpus.Indexed(), options);
        Assert.Equal(hasTransitions && decoding is not null, run.Shape.Variant.HasTransitions);
        Assert.Equal(decoding ?? LabelDecoding.ArgMax, run.Complete().Model.Decoding);
    }

    [Theory]
    [InlineData(LabelDecoding.ArgMax)]
    [InlineData(LabelDecoding.Iob)]
    [InlineData(LabelDecoding.Transitions)]
    [InlineData(LabelDecoding.IobTransitions)]
    public void The_sets_are_scored_as_the_model_is_decoded(LabelDecoding decoding)
    {
        var options = Options(decoding);
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
        var plain = Trained(hasTransitions ? LabelDecoding.Transitions : null);
        var constrained = Trained(hasTransitions ? LabelDecoding.IobTransitions : LabelDecoding.Iob);

        Bits.AssertEqual(plain.ExportParameters(), constrained.ExportParameters());

        ElmanModel Trained(LabelDecoding? decoding) => new TrainingRun(
            TinyCorpus.Textual(), Options(decoding).With(o => o.Epochs = 1)).Complete().Model;
    }

    [Theory]
    [InlineData(false, LabelDecoding.Transitions, "expected ArgMax or Iob")]
    [InlineData(false, LabelDecoding.IobTransitions, "expected ArgMax or Iob")]
    [InlineData(true, LabelDecoding.ArgMax, "expected Transitions or IobTransitions")]
    [InlineData(true, LabelDecoding.Iob, "expected Transitions or IobTransitions")]
    public void A_decoding_that_does_not_suit_the_initial_parameters_is_refused(
        bool hasTransitions, LabelDecoding decoding, string expected)
    {
        var started = Options(decoding).With(o => o.InitialParameters = Initial(hasTransitions));

        var exception = Assert.Throws<ArgumentOutOfRangeException>(
            "options", () => new TrainingRun(TinyCorpus.Indexed(), started));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Contains($"found {decoding}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_decoding_that_does_not_exist_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            "options",
            () => new TrainingRun(TinyCorpus.Textual(), TinyCorpus.Options.With(o => o.Decoding = (LabelDecoding)4)));

    [Theory]
    [InlineData(LabelDecoding.Iob)]
    [InlineData(LabelDecoding.IobTransitions)]
    public void A_corpus_without_names_of_labels_cannot_be_decoded_by_them(LabelDecoding decoding)
    {
        var corpus = TinyCorpus.OfIndices(new CorpusSentence([0, 1], [0, 1], "some.ids", 1));

        var exception = Assert.Throws<CorpusFormatException>(
            () => new TrainingRun(corpus, Options(decoding)));

        Assert.Contains("some.ids", exception.Message, StringComparison.Ordinal);
        Assert.Contains("(expected a label set, found none)", exception.Message, StringComparison.Ordinal);
        _ = new TrainingRun(corpus, Options(decoding: null));
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

    private static TrainingOptions Options(LabelDecoding? decoding) =>
        TinyCorpus.Options.With(o => o.Decoding = decoding);

    private static ElmanParameters Initial(bool hasTransitions) => ElmanParameters.Initialize(
        new ElmanShape(
            4,
            TinyCorpus.Labels.Count,
            TinyCorpus.Vocabulary.Count,
            3,
            3,
            new NetworkVariant(HasTransitions: hasTransitions)),
        seed: 1);
}
