using FastElman.Fixtures;

namespace FastElman.Tests.Tagging;

public sealed class TaggerTests
{
    private static readonly ElmanShape Shape = new(
        hiddenSize: 9, labelCount: 5, vocabularySize: 20, embeddingSize: 4, windowSize: 3);

    private readonly Tagger _tagger = new(ElmanModel.Create(
        RandomModel.Parameters(Shape, seed: 1, range: 1f), RandomModel.Vocabulary(Shape), RandomModel.Labels(Shape))
            .Compile());

    [Theory]
    [InlineData(-2)]
    [InlineData(21)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue + 1)]
    public void An_index_out_of_range_is_refused_by_place_and_nothing_is_written(int index)
    {
        int[] words = [1, 2, index, 3];
        var labels = Enumerable.Repeat(77, 4).ToArray();
        var probabilities = Enumerable.Repeat(77f, 4 * Shape.LabelCount).ToArray();
        foreach (var call
            in new Action[] { () => _tagger.Tag(words, labels), () => _tagger.Tag(words, labels, probabilities) })
        {
            var exception = Assert.Throws<ArgumentOutOfRangeException>("words", call);
            Assert.Contains("at position 2", exception.Message, StringComparison.Ordinal);
            Assert.Contains($"found {index}.", exception.Message, StringComparison.Ordinal);
        }

        Assert.All(labels, label => Assert.Equal(77, label));
        Assert.All(probabilities, p => Assert.Equal(77f, p));
    }

    [Fact]
    public void Every_index_of_the_range_is_accepted()
    {
        for (var index = -1; index <= Shape.PaddingRow; index++)
        {
            _tagger.Tag([index], new int[1]);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public void Labels_of_another_length_are_refused_and_nothing_is_written(int length)
    {
        var labels = Enumerable.Repeat(77, length).ToArray();
        var exception = Assert.Throws<ArgumentException>("labels", () => _tagger.Tag([1, 2, 3], labels));
        Assert.Contains(
            $"Expected room for 3 labels, one a word, found {length}.", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("labels", () => _tagger.Tag([1, 2, 3], labels, new float[15]));
        Assert.All(labels, label => Assert.Equal(77, label));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(14)]
    [InlineData(16)]
    public void Probabilities_of_another_length_are_refused_and_nothing_is_written(int length)
    {
        var labels = Enumerable.Repeat(77, 3).ToArray();
        var probabilities = Enumerable.Repeat(77f, length).ToArray();
        var exception = Assert.Throws<ArgumentException>(
            "probabilities", () => _tagger.Tag([1, 2, 3], labels, probabilities));
        Assert.Contains(
            $"3 rows of 5 probabilities, 15 in all, found {length}.", exception.Message, StringComparison.Ordinal);
        Assert.All(labels, label => Assert.Equal(77, label));
        Assert.All(probabilities, p => Assert.Equal(77f, p));
    }

    [Fact]
    public void An_empty_sentence_has_an_empty_answer()
    {
        _tagger.Tag(ReadOnlySpan<int>.Empty, []);
        _tagger.Tag(ReadOnlySpan<int>.Empty, [], []);
        Assert.Empty(_tagger.Tag([]));
        Assert.Empty(_tagger.TagSentence(""));
        Assert.Empty(_tagger.TagSentence(" \t\r\n "));
    }

    [Fact]
    public void Nothing_beyond_the_answer_is_written()
    {
        var probabilities = new GuardedBuffer(33 * Shape.LabelCount, offset: 3);
        _tagger.Tag(RandomModel.Sentence(Shape, 33, seed: 2), new int[33], probabilities.Span);
        probabilities.AssertGuardsUntouched();
    }

    [Fact]
    public void After_a_refused_call_the_tagger_goes_on()
    {
        var words = RandomModel.Sentence(Shape, 20, seed: 3);
        var expected = new int[20];
        _tagger.Tag(words, expected);
        Assert.Throws<ArgumentOutOfRangeException>(() => _tagger.Tag([500], new int[1]));
        var labels = new int[20];
        _tagger.Tag(words, labels);
        Assert.Equal(expected, labels);
    }

    [Fact]
    public void Words_are_looked_up_and_labels_are_named()
    {
        string[] words = ["worda", "WORDB", "unheard-of", "wordc"];
        var indices = new int[4];
        _tagger.Tag([0, 1, Shape.VocabularySize - 1, 2], indices);
        var expected = indices.Select(index => $"label{index}").ToArray();

        Assert.Equal(expected, _tagger.Tag(words));
        Assert.Equal(expected, _tagger.Tag(words.ToList()));
        var labels = new string[4];
        _tagger.Tag(words, labels);
        Assert.Equal(expected, labels);
    }

    [Fact]
    public void Plain_text_is_split_at_white_space()
    {
        var tagged = _tagger.TagSentence("  worda\t WORDB\u00a0unheard-of\n\nwordc ");
        Assert.Equal(["worda", "WORDB", "unheard-of", "wordc"], tagged.Select(each => each.Word));
        Assert.Equal(_tagger.Tag(["worda", "WORDB", "unheard-of", "wordc"]), tagged.Select(each => each.Label));
    }

    [Theory]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(1000)]
    public void Long_sentences_of_words_are_labelled_like_their_indices(int length)
    {
        var indices = RandomModel.Sentence(Shape, length, seed: length);
        var labels = new int[length];
        _tagger.Tag(indices, labels);
        var words = indices.Select(index => _tagger.Model.Vocabulary![index]).ToArray();
        Assert.Equal(labels.Select(label => $"label{label}"), _tagger.Tag(words));
    }

    [Fact]
    public void Labels_of_words_of_another_length_are_refused() =>
        Assert.Throws<ArgumentException>("labels", () => _tagger.Tag(["worda"], new string[2].AsSpan()));

    [Fact]
    public void An_unknown_word_without_UNK_is_refused_by_name()
    {
        var shape = new ElmanShape(2, 2, 2, 1, 1);
        var tagger = new Tagger(
            ElmanModel.Create(
                new ElmanParameters(shape), new Vocabulary(["a", "b"]), RandomModel.Labels(shape)).Compile());
        string[] labels = ["old", "old"];
        var exception = Assert.Throws<UnknownWordException>(() => tagger.Tag(["a", "c"], labels.AsSpan()));
        Assert.Equal("c", exception.Word);
        Assert.Equal(["old", "old"], labels);
    }

    [Fact]
    public void A_model_without_vocabulary_takes_no_words()
    {
        var tagger = new Tagger(
            ElmanModel.Create(new ElmanParameters(Shape), labels: RandomModel.Labels(Shape)).Compile());
        Assert.Contains(
            "no vocabulary", Assert.Throws<InvalidOperationException>(
                () => tagger.Tag(["a"])).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => tagger.TagSentence("a"));
        tagger.Tag([1], new int[1]);
    }

    [Fact]
    public void A_model_without_labels_names_none()
    {
        var tagger = new Tagger(ElmanModel.Create(new ElmanParameters(Shape), RandomModel.Vocabulary(Shape)).Compile());
        Assert.Contains(
            "no label set", Assert.Throws<InvalidOperationException>(
                () => tagger.Tag(["a"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_an_argument_error()
    {
        Assert.Throws<ArgumentNullException>(() => new Tagger(null!));
        Assert.Throws<ArgumentNullException>(() => _tagger.Tag(null!));
        Assert.Throws<ArgumentNullException>(() => _tagger.TagSentence(null!));
    }

    [Fact]
    public void A_word_that_is_null_is_an_argument_error_with_its_position()
    {
        var one = Assert.Throws<ArgumentException>("words", () => _tagger.Tag(["worda", null!]));
        Assert.StartsWith("The word at position 1 is null.", one.Message, StringComparison.Ordinal);
        var many = Assert.Throws<ArgumentException>(
            "sentences", () => new BatchTagger(_tagger.Model).Tag([[], ["worda", null!]]));
        Assert.StartsWith("The word at position 1 of the sentence at", many.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_without_words_knows_padding_only()
    {
        var shape = new ElmanShape(3, 2, vocabularySize: 0, 2, 3);
        var tagger = new Tagger(ElmanModel.Create(RandomModel.Parameters(shape, seed: 1)).Compile());
        tagger.Tag([0, -1, 0], new int[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => tagger.Tag([1], new int[1]));
    }

    [Fact]
    public void Labels_over_the_memory_of_the_words_are_refused()
    {
        var model = ElmanModel.Create(RandomModel.Parameters(new ElmanShape(5, 4, 6, 3, 3), seed: 1)).Compile();
        var memory = new[] { 1, 2, 3 };

        Assert.Throws<ArgumentException>("labels", () => new Tagger(model).Tag(memory, memory));
        Assert.Throws<ArgumentException>("labels", () => new BatchTagger(model).Tag(memory, [3], memory));
        Assert.Throws<ArgumentException>("labels", () => new StreamGroup(model, 4).Tick(memory, [1, 2, 3], memory));
        Assert.Equal([1, 2, 3], memory);
    }
}
