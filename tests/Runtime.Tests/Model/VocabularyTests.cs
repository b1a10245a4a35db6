using CsCheck;
using FastElman.Fixtures;

namespace FastElman.Tests.Model;

public sealed class VocabularyTests
{
    private static readonly Vocabulary Words = new(
        [
            "flight", "Boston", "DIGIT", "DIGITDIGIT", "boeingDIGIT", "1984", Vocabulary.UnknownWord, "digital", "ähre",
            "o'hare",
        ]);

    [Theory]
    [InlineData("flight", 0)]
    [InlineData("Boston", 1)]
    [InlineData("1984", 5)]
    [InlineData("DIGIT", 2)]
    [InlineData("<UNK>", 6)]
    public void A_word_is_first_looked_up_as_it_is_written(string word, int index) =>
        Assert.Equal(index, Words.GetIndex(word));

    [Theory]
    [InlineData("7", 2)]
    [InlineData("42", 3)]
    [InlineData("boeing7", 4)]
    [InlineData("123", 6)]
    public void Then_with_each_digit_as_DIGIT(string word, int index) => Assert.Equal(index, Words.GetIndex(word));

    [Theory]
    [InlineData("FLIGHT", 0)]
    [InlineData("Flight", 0)]
    [InlineData("BOEING7", 4)]
    [InlineData("Boeing9", 4)]
    [InlineData("ÄHRE", 8)]
    [InlineData("O'Hare", 9)]
    [InlineData("DIGITAL", 7)]
    [InlineData("Digital", 7)]
    public void Then_in_lower_case(string word, int index) => Assert.Equal(index, Words.GetIndex(word));

    [Theory]
    [InlineData("nowhere")]
    [InlineData("boston")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("flight ")]
    [InlineData("\u0664")] // A digit, but not an ASCII one.
    [InlineData("<unk>")]
    public void What_is_then_still_unknown_is_UNK(string word)
    {
        Assert.Equal(6, Words.GetIndex(word));
        Assert.Equal(6, Words.GetIndex(word, out var isUnknown));
        Assert.True(isUnknown);
        Assert.False(Words.TryGetIndex(word, out _));
        Assert.False(Words.Contains(word));
        Assert.Equal(6, Words.UnknownIndex);
    }

    [Fact]
    public void Without_UNK_an_unknown_word_is_not_found_and_named()
    {
        var words = new Vocabulary(["a"]);
        Assert.Null(words.UnknownIndex);
        Assert.False(words.TryGetIndex("b", out var index));
        Assert.Equal(0, index);
        Assert.Equal("b\nc", Assert.Throws<UnknownWordException>(() => words.GetIndex("b\nc")).Word);
    }

    [Fact]
    public void Messages_are_logged_so_they_hold_no_unknown_word()
    {
        var exception = Assert.Throws<UnknownWordException>(() => new Vocabulary(["a"]).GetIndex("secret"));
        Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_very_long_word_is_found_as_written_and_else_unknown()
    {
        var longWord = new string('x', 100_000);
        var words = new Vocabulary([longWord, Vocabulary.UnknownWord]);
        Assert.Equal(0, words.GetIndex(longWord));
        Assert.Equal(1, words.GetIndex(longWord + "x"));
        Assert.Equal(1, words.GetIndex(longWord.ToUpperInvariant()));
        Assert.Equal(1, words.GetIndex(new string('1', 100_000)));
    }

    [Fact]
    public void Words_up_to_512_characters_are_looked_up_by_all_rules()
    {
        var words = new Vocabulary(
            [new string('x', 512), string.Concat(Enumerable.Repeat("DIGIT", 102)), Vocabulary.UnknownWord]);
        Assert.Equal(0, words.GetIndex(new string('X', 512)));
        Assert.Equal(1, words.GetIndex(new string('4', 102)));
        Assert.Equal(2, words.GetIndex(new string('4', 103)));
    }

    [Fact]
    public void Every_word_has_its_place_as_index()
    {
        for (var i = 0; i < Words.Count; i++)
        {
            Assert.Equal(i, Words.GetIndex(Words[i]));
            Assert.True(Words.Contains(Words[i]));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => Words[Words.Count]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Words[-1]);
        Assert.Contains(
            "there is none, found 0",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Vocabulary([])[0]).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_makes_the_look_up_fail() =>
        Gen.String.Sample(word => Assert.InRange(Words.GetIndex(word), 0, Words.Count - 1), iter: 2000);

    [Fact]
    public void Looking_up_allocates_nothing()
    {
        string[] words = ["flight", "FLIGHT", "Boeing7", "1999", "nowhere", "", new string('9', 1000)];
        void LookUp()
        {
            foreach (var word in words)
            {
                Words.TryGetIndex(word, out _);
            }
        }

        LookUp();
        Assert.Equal(0, AllocatedBytes.By(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                LookUp();
            }
        }));
    }

    [Theory]
    [InlineData("a", "b", "a")]
    [InlineData("a", "", "b")]
    [InlineData("a", null, "b")]
    public void Repeated_and_empty_words_are_refused(params string?[] words) =>
        Assert.Throws<ArgumentException>(() => new Vocabulary(words!));

    [Fact]
    public void A_repeated_word_is_named_with_its_places()
    {
        var exception = Assert.Throws<ArgumentException>(() => new Vocabulary(["x", "a\tb", "y", "a\tb"]));
        Assert.Contains(
            "The word \"a\uFFFDb\" is repeated, at indices 1 and 3.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_may_be_empty() => Assert.Empty(new Vocabulary([]));

    /// <summary>A file would have another character in its place.</summary>
    [Fact]
    public void Half_a_character_is_refused()
    {
        foreach (var word in (string[])["\uD800", "a\uDC00b", "word\uD83D"])
        {
            Assert.Throws<ArgumentException>("words", () => new Vocabulary(["a", word]));
        }
    }
}
