using FastElman.Samples.SessionCluster.Contracts;
using FastElman.Samples.SessionCluster.Sessions;

namespace FastElman.Samples.SessionCluster.Tests.Sessions;

public sealed class PieceReaderTests
{
    [Fact]
    public void A_piece_may_have_several_words_and_none()
    {
        var words = PieceReader.Read(
            FlightsModel.Compiled,
            [new Piece("flights from oslo", false), new Piece("", true), new Piece("to", false)],
            wordCount: 0,
            maximumWords: 3,
            out var problem);

        Assert.Null(problem);
        Assert.Equal([Index("flights"), Index("from"), Index("oslo"), SessionWord.EndOfSentence, Index("to")], words!);
    }

    [Fact]
    public void A_sentence_that_is_too_long_is_refused_whatever_came_before()
    {
        var words = PieceReader.Read(
            FlightsModel.Compiled, [new Piece("to oslo", false)], wordCount: 2, maximumWords: 3, out var problem);

        Assert.Null(words);
        Assert.Equal("The sentence has more than 3 words; no more are allowed.", problem);
    }

    [Fact]
    public void The_words_of_a_sentence_are_counted_anew_after_its_end()
    {
        var words = PieceReader.Read(
            FlightsModel.Compiled,
            [new Piece("oslo", true), new Piece("to oslo to", false)],
            wordCount: 2,
            maximumWords: 3,
            out _);

        Assert.NotNull(words);
    }

    [Fact]
    public void A_word_that_the_model_cannot_take_is_told_by_its_place_alone()
    {
        var shape = new ElmanShape(hiddenSize: 4, labelCount: 2, vocabularySize: 2, embeddingSize: 3, windowSize: 3);
        var vocabulary = new Vocabulary(["flights", "to"]);
        var closed = ElmanModel.Create(RandomModel.Parameters(shape, seed: 1), vocabulary, RandomModel.Labels(shape))
            .Compile();

        var words = PieceReader.Read(
            closed, [new Piece("flights to secret", false)], wordCount: 4, maximumWords: 100, out var problem);

        Assert.Null(words);
        Assert.StartsWith("The word at place 6 of the sentence is not in the vocabulary", problem);
        Assert.DoesNotContain("secret", problem);
    }

    [Fact]
    public void An_unknown_word_keeps_its_name_where_the_model_has_subwords()
    {
        var shape = new ElmanShape(4, 2, 3, 3, 3, NetworkVariant.Tutorial, subwordCount: 20);
        var vocabulary = new Vocabulary(["flights", "to", Vocabulary.UnknownWord]);
        var model = ElmanModel.Create(RandomModel.Parameters(shape, seed: 1), vocabulary, RandomModel.Labels(shape))
            .Compile();

        var words = PieceReader.Read(model, [new Piece("flights to oslo", true)], 0, 100, out _);

        Assert.Equal([0, 1, new SessionWord(2, "oslo"), SessionWord.EndOfSentence], words!);
    }

    private static int Index(string word) => FlightsModel.Compiled.Vocabulary!.GetIndex(word);
}
