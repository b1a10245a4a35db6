using FastElman.Training.Tests.Runs;

namespace FastElman.Training.Tests.Evaluation;

public sealed class EvaluateTests
{
    private static readonly ElmanModel Model = new TrainingRun(
        TinyCorpus.Indexed(), TinyCorpus.Options.With(o => (o.LearningRate, o.Epochs) = (1, 30))).Complete().Model;

    [Fact]
    public void The_score_is_that_of_the_run()
    {
        var run = new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options);
        var result = run.Complete();
        var compiled = result.Model.Compile();

        Assert.Equal(
            (result.BestEpoch!.ValidationF1, result.BestEpoch.TestF1),
            (F1(CorpusSet.Validation), F1(CorpusSet.Test)));

        double? F1(CorpusSet set) => ConllEvaluation.Evaluate(compiled, TinyCorpus.Indexed(), set).Overall.F1;
    }

    [Fact]
    public void The_form_of_the_corpus_makes_no_difference()
    {
        var (indexed, textual) = (Evaluate(TinyCorpus.Indexed()), Evaluate(TinyCorpus.Textual()));

        Assert.Equal(indexed.Overall, textual.Overall);
        Assert.Equal(4 + 2, indexed.TokenCount);
        Assert.StartsWith("F1 ", indexed.ToString(), StringComparison.Ordinal);

        static ConllResult Evaluate(Corpus corpus) => ConllEvaluation.Evaluate(Model.Compile(), corpus);
    }

    [Fact]
    public void A_model_without_names_and_a_corpus_without_the_set_are_refused()
    {
        var nameless = ElmanModel.Create(Model.ExportParameters()).Compile();

        Assert.Throws<ArgumentException>(() => ConllEvaluation.Evaluate(nameless, TinyCorpus.Indexed()));
        Assert.Throws<CorpusFormatException>(() => ConllEvaluation.Evaluate(
            Model.Compile(), TinyCorpus.Indexed(withValidation: false), CorpusSet.Validation));
    }
}
