using FastElman.Training.Tests.Runs;

namespace FastElman.Training.Tests.Corpora;

public sealed class CorpusInMemoryTests
{
    private static readonly CorpusSentence[] Sentences =
        [new(["to", "oslo"], ["O", "B-city"]), new(["from", "oslo"], ["O", "B-city"])];

    [Fact]
    public void It_has_the_sets_that_it_was_given()
    {
        var corpus = new Corpus(Sentences, test: Sentences[..1], name: "mine");

        Assert.Equal(Sentences, corpus.GetSentences(CorpusSet.Train));
        Assert.False(corpus.HasSet(CorpusSet.Validation));
        Assert.Throws<InvalidOperationException>(() => corpus.GetSentences(CorpusSet.Validation));
        Assert.Equal((null, "mine"), (corpus.Path, corpus.Name));
        Assert.Equal("mine: 2 train, 1 test sentences", corpus.ToString());
        Assert.Equal("to/O oslo/B-city", Sentences[0].ToString());
    }

    [Fact]
    public void It_can_be_trained_on()
    {
        var options = TinyCorpus.Options.With(o => o.LearningRate = 1);

        var result = new TrainingRun(new Corpus(Sentences, Sentences), options).Complete();

        var words = result.Model.Vocabulary!;
        Assert.Equal(["<UNK>", "oslo"], Enumerable.Range(0, words.Count).Select(index => words[index]));
        Assert.Equal("corpus in memory, seed 345", result.Model.Provenance.Origin);
        Assert.NotNull(result.BestEpoch);
    }

    [Fact]
    public void Words_and_labels_given_are_those_of_the_network()
    {
        var corpus = new Corpus(
            [new CorpusSentence([0, -1], [1, 0])], vocabulary: TinyCorpus.Vocabulary, labels: TinyCorpus.Labels);

        var model = new TrainingRun(corpus, TinyCorpus.Options).Complete().Model;

        Assert.Same(TinyCorpus.Vocabulary, model.Vocabulary);
        Assert.Same(TinyCorpus.Labels, model.Labels);
    }

    [Fact]
    public void What_is_missing_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new Corpus(train: null));
        Assert.Throws<ArgumentException>(() => new Corpus([Sentences[0], null!]));
        Assert.Throws<ArgumentException>(() => new Corpus(Sentences, vocabulary: TinyCorpus.Vocabulary));
        Assert.Throws<ArgumentException>(() => new Corpus(Sentences, labels: TinyCorpus.Labels));
    }

    /// <summary>No file is malformed, so it is no <see cref="CorpusFormatException"/>.</summary>
    [Fact]
    public void What_does_not_suit_is_refused_as_an_invalid_operation()
    {
        AssertRefused(
            "corpus in memory: the training set is empty", () => new TrainingRun(new Corpus([]), TinyCorpus.Options));
        AssertRefused(
            "mine: the corpus has no train set (expected train, found test)",
            () => new TrainingRun(new Corpus(train: null, test: Sentences, name: "mine")));
        AssertRefused(
            "corpus in memory: a search chooses by the validation set, and the corpus has none",
            () => new HyperparameterSearch(new Corpus(Sentences), "not-made"));
        AssertRefused(
            "the sentence 9/0: the word index is out of range (expected -1 to 5, found 9)",
            () => new TrainingRun(new Corpus(
                [new CorpusSentence([9], [0])], vocabulary: TinyCorpus.Vocabulary, labels: TinyCorpus.Labels)));

        static void AssertRefused(string message, Func<object> act) =>
            Assert.Equal(message, Assert.Throws<InvalidOperationException>(act).Message);
    }

    [Fact]
    public void Flight_requests_are_a_corpus()
    {
        var requests = FlightRequests.Generate(trainCount: 20, validationCount: 3, testCount: 4);

        var corpus = requests.ToCorpus();

        Assert.Equal(requests.Validation, corpus.GetSentences(CorpusSet.Validation));
        Assert.Same(requests.Vocabulary, corpus.Vocabulary);
        Assert.Equal("flight requests: 20 train, 3 validation, 4 test sentences", corpus.ToString());
    }
}
