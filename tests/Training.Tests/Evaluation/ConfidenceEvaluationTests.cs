using FastElman.Training.Tests.Runs;

namespace FastElman.Training.Tests.Evaluation;

public sealed class ConfidenceEvaluationTests
{
    private static readonly FlightRequests Requests = FlightRequests.Generate(
        trainCount: 300, validationCount: 50, testCount: 200);

    private static readonly ElmanModel Model = new TrainingRun(
        Requests.ToCorpus(),
        new TrainingOptions { HiddenSize = 20, EmbeddingSize = 10, WindowSize = 3, Epochs = 4 }).Complete().Model;

    [Theory]
    [InlineData(LabelDecoding.ArgMax)]
    [InlineData(LabelDecoding.Iob)]
    public void Without_a_threshold_slots_score_as_conlleval_says(LabelDecoding decoding)
    {
        var compiled = Model.Compile(new CompileOptions { Decoding = decoding });
        var evaluation = ConfidenceEvaluation.Evaluate(compiled, Requests.ToCorpus());
        var table = ConllEvaluation.Evaluate(compiled, Requests.ToCorpus());

        Assert.Equal(table.Overall, evaluation.AtLeast(0).Score);
        Assert.Equal(100, evaluation.AtLeast(0).Coverage);
        Assert.Equal(table.Overall.PredictedCount, evaluation.Slots.Count);
        Assert.Equal(table.TokenCount - (2 * Requests.Test.Count), evaluation.Tokens.Count);
        Assert.Equal(
            table.CorrectTokenCount - (2 * Requests.Test.Count),
            Math.Round(evaluation.Tokens.Accuracy * evaluation.Tokens.Count));
    }

    [Theory]
    [InlineData(LabelDecoding.ArgMax, 1f)]
    [InlineData(LabelDecoding.Iob, 0.6f)]
    public void A_threshold_leaves_out_what_the_tagger_leaves_out(LabelDecoding decoding, float temperature)
    {
        var model = Model.WithTemperature(temperature);
        var evaluation = ConfidenceEvaluation.Evaluate(
            model.Compile(new CompileOptions { Decoding = decoding }), Requests.ToCorpus());
        foreach (var threshold in (float[])[0f, 0.5f, 0.9f, 0.99f, 1f])
        {
            var tagger = new Tagger(model.Compile(
                new CompileOptions { Decoding = decoding, MinimumConfidence = threshold }));
            var (kept, omitted) = (0, 0);
            foreach (var sentence in Requests.Test)
            {
                kept += tagger.FindSlots(string.Join(' ', sentence.Words), out var below).Count;
                omitted += below.OmittedSlotCount;
            }

            var coverage = evaluation.AtLeast(threshold);
            Assert.Equal((kept, omitted), (coverage.Score.PredictedCount, coverage.OmittedCount));
            Assert.Equal(100.0 * kept / (kept + omitted), coverage.Coverage);
        }
    }

    [Fact]
    public void A_fit_on_the_validation_set_brings_confidence_nearer_to_what_is_right_in_the_test_set()
    {
        var corpus = Requests.ToCorpus();
        var calibrated = Model.WithTemperature(TemperatureScaling.Fit(Model, corpus));
        var before = ConfidenceEvaluation.Evaluate(Model.Compile(), corpus);
        var after = ConfidenceEvaluation.Evaluate(calibrated.Compile(), corpus);

        Assert.NotEqual(1f, calibrated.Temperature);
        Assert.True(
            after.NegativeLogLikelihood < before.NegativeLogLikelihood
                && after.Tokens.ExpectedCalibrationError < before.Tokens.ExpectedCalibrationError,
            $"before: {before}; after: {after}");
        Assert.Equal(before.AtLeast(0).Score, after.AtLeast(0).Score);
    }
}
