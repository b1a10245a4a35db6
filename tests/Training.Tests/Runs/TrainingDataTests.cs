using FastElman.Training.Runs;

namespace FastElman.Training.Tests.Runs;

public class TrainingDataTests
{
    [Fact]
    public void A_corpus_with_names_keeps_its_indices()
    {
        var data = TrainingData.Of(TinyCorpus.Indexed(), TinyCorpus.Options);

        Assert.Same(TinyCorpus.Vocabulary, data.Vocabulary);
        Assert.Same(TinyCorpus.Labels, data.Labels);
        Assert.Equal(new ElmanShape(4, 3, 6, 3, 3), data.Shape);
        Assert.Equal([1, 2, 5, 3], data.Train[0].Words);
        Assert.Equal([2, 0, 2, 1], data.Train[0].Labels);
        Assert.NotNull(data.Validation);
        Assert.NotNull(data.Test);
    }

    [Fact]
    public void Text_gets_its_words_from_the_training_set_and_its_labels_from_all()
    {
        var data = TrainingData.Of(TinyCorpus.Textual(), TinyCorpus.Options);

        Assert.Equal(TinyCorpus.Vocabulary, data.Vocabulary!);
        Assert.Equal(TinyCorpus.Labels, data.Labels!);
        Assert.Equal(
            TrainingData.Of(TinyCorpus.Indexed(), TinyCorpus.Options).Train.Select(sentence => sentence.Words),
            data.Train.Select(sentence => sentence.Words));
    }

    [Fact]
    public void Indices_without_names_ask_for_a_network_that_is_large_enough()
    {
        var data = TrainingData.Of(TinyCorpus.OfIndices(new CorpusSentence([4, -1, 9], [0, 1, 0])), TinyCorpus.Options);

        Assert.Equal((10, 2), (data.Shape.VocabularySize, data.Shape.LabelCount));
        Assert.Null(data.Vocabulary);
        Assert.Null(data.Labels);
        Assert.Null(data.Validation);
        Assert.Null(data.Test);
    }

    [Fact]
    public void A_file_without_sets_is_not_scored_on_what_was_learned_from()
    {
        IReadOnlyList<CorpusSentence> sentences = [new CorpusSentence(["a", "a"], ["O", "B-x"])];

        var data = TrainingData.Of(
            new Corpus(
                "a.txt",
                new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>>
                {
                    [CorpusSet.Train] = sentences,
                    [CorpusSet.Test] = sentences,
                }),
            TinyCorpus.Options);

        Assert.Null(data.Test);
    }

    [Fact]
    public void Initial_parameters_bring_their_sizes()
    {
        var shape = new ElmanShape(7, 3, 6, 2, 5);

        Assert.Equal(
            shape,
            TrainingData.Of(
                TinyCorpus.Indexed(),
                TinyCorpus.Options.With(o => o.InitialParameters = new ElmanParameters(shape))).Shape);
    }

    [Theory]
    [InlineData(3, 7)]
    [InlineData(2, 6)]
    public void Initial_parameters_of_other_words_or_labels_are_refused(int labels, int words)
    {
        var options = TinyCorpus.Options.With(
            o => o.InitialParameters = new ElmanParameters(new ElmanShape(4, labels, words, 3, 3)));

        var exception = Assert.Throws<CorpusFormatException>(() => TrainingData.Of(TinyCorpus.Indexed(), options));

        Assert.Equal(
            ($"{words} words and {labels} labels", "6 words and 3 labels"), (exception.Expected, exception.Found));
    }

    [Fact]
    public void Indices_beyond_the_initial_parameters_are_refused_with_their_line()
    {
        var options = TinyCorpus.Options.With(
            o => o.InitialParameters = new ElmanParameters(new ElmanShape(4, 3, 6, 3, 3)));

        Refuse([6, 7], [0, 0]);
        Refuse([-2], [0]);
        Refuse([1], [3]);

        void Refuse(int[] words, int[] labels)
        {
            var corpus = TinyCorpus.OfIndices(
                new CorpusSentence([6, -1], [0, 2]), new CorpusSentence(words, labels, "some.ids", 2));
            var exception = Assert.Throws<CorpusFormatException>(() => TrainingData.Of(corpus, options));
            Assert.Equal(("some.ids", 2L), (exception.File, exception.Line));
        }
    }

    [Theory]
    [InlineData(int.MaxValue, 0)]
    [InlineData(int.MaxValue - 1, 0)]
    [InlineData(0, int.MaxValue)]
    [InlineData(0, 1 << 20)]
    public void Indices_that_ask_for_an_impossible_network_are_refused(int word, int label)
    {
        var corpus = TinyCorpus.OfIndices(new CorpusSentence([word], [label]));

        Assert.Equal(
            "some.ids",
            Assert.Throws<CorpusFormatException>(() => TrainingData.Of(corpus, TinyCorpus.Options)).File);
    }

    [Fact]
    public void A_corpus_without_training_sentences_is_refused()
    {
        Assert.Throws<CorpusFormatException>(() => TrainingData.Of(TinyCorpus.OfIndices(), TinyCorpus.Options));
        Assert.Throws<CorpusFormatException>(() => TrainingData.Of(
            new Corpus("empty", new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>>()), TinyCorpus.Options));
    }
}
