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
        Assert.Throws<CorpusFormatException>(() => corpus.GetSentences(CorpusSet.Validation));
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
