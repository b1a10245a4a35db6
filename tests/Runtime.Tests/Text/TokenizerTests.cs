using System.Text;

namespace FastElman.Tests.Text;

public sealed class TokenizerTests
{
    private static readonly Vocabulary Words = new(
        [
            Vocabulary.UnknownWord, "flights", "from", "boston", "to", "denver", "on", "monday", "st", "st.", "louis",
            "o", "o'clock", "d.c.", "what", "'s", "washington", "DIGIT", "DIGITDIGIT", "DIGIT:DIGITDIGIT", "c++",
            "(tm)", "ähre",
        ]);

    private static readonly Vocabulary WordsAndMarks = new(
        [Vocabulary.UnknownWord, "boston", "denver", ",", ".", "...", "?", "(", "st.", "$", "DIGITDIGIT"]);

    [Theory]
    [InlineData("flights from boston", "flights|from|boston")]
    [InlineData("Flights from Boston, to Denver. on Monday?", "Flights|from|Boston|to|Denver|on|Monday")]
    [InlineData("", "")]
    [InlineData(" \t\r\n ", "")]
    [InlineData("at (St. Louis).", "at|St.|Louis")]
    [InlineData("\u0001boston\u007F", "\u0001boston\u007F")]
    public void Punctuation_is_separated_and_left_out(string text, string tokens) => AssertTokens(Words, text, tokens);

    [Theory]
    [InlineData("8 o'clock.", "8|o'clock")]
    [InlineData("Washington D.C.", "Washington|D.C.")]
    [InlineData("washington d.c.?", "washington|d.c.")]
    [InlineData("(st.),", "st.")]
    [InlineData("c++!", "c++")]
    [InlineData("((tm))", "(tm)")]
    [InlineData("\"st.\"", "st.")]
    public void As_little_is_taken_off_as_leads_to_a_known_word(string text, string tokens) =>
        AssertTokens(Words, text, tokens);

    [Theory]
    [InlineData("boston,denver", "boston|denver")]
    [InlineData("boston/denver", "boston|denver")]
    [InlineData("boston...denver", "boston|denver")]
    [InlineData("from/to/on/from/to/on/from/to", "from|to|on|from|to|on|from|to")]
    [InlineData("what's", "what|'s")]
    [InlineData("(Boston's),", "Boston|'s")]
    [InlineData("o'clock/boston", "o'clock|boston")]
    [InlineData("boston/nowhere", "boston/nowhere")]
    [InlineData("nowhere's", "nowhere's")]
    [InlineData("nowhere/boston", "nowhere/boston")]
    public void A_word_is_divided_inside_where_every_piece_is_known(string text, string tokens) =>
        AssertTokens(Words, text, tokens);

    [Theory]
    [InlineData("8:30", "8:30")]
    [InlineData("8:3", "8:3")]
    [InlineData("1,000", "1,000")]
    [InlineData("12-12", "12-12")]
    [InlineData("from-12", "from|12")]
    public void A_number_is_not_divided_between_digits(string text, string tokens) => AssertTokens(Words, text, tokens);

    [Theory]
    [InlineData("Boston, Denver.", "Boston|,|Denver|.")]
    [InlineData("boston...", "boston|...")]
    [InlineData("boston?...", "boston|?|.|.|.")]
    [InlineData("(boston)", "(|boston")]
    [InlineData("boston,denver", "boston|,|denver")]
    [InlineData("$12", "$|12")]
    [InlineData("?!", "?")]
    [InlineData("... !", "...")]
    public void Punctuation_that_the_vocabulary_has_is_a_token(string text, string tokens) =>
        AssertTokens(WordsAndMarks, text, tokens);

    [Theory]
    [InlineData("boston", "boston")]
    [InlineData("boston—denver", "boston|denver")]
    [InlineData("«boston»", "boston")]
    [InlineData("boston✈️", "boston")]
    [InlineData("👍🏽 boston", "boston")]
    [InlineData("\uFEFFboston", "boston")]
    [InlineData("（boston）、", "boston")]
    [InlineData("Ähre.", "Ähre")]
    public void Marks_of_all_scripts_symbols_and_invisible_characters_are_punctuation(string text, string tokens) =>
        AssertTokens(Words, text, tokens);

    [Theory]
    [InlineData('\u00A0')]
    [InlineData('\u0085')]
    [InlineData('\u1680')]
    [InlineData('\u2003')]
    [InlineData('\u2028')]
    [InlineData('\u202F')]
    [InlineData('\u3000')]
    public void All_of_Unicodes_white_space_separates_words(char space)
    {
        AssertTokens(Words, $"boston{space}to{space}{space}denver{space}", "boston|to|denver");
        AssertTokens(Words, $"boston,{space}to", "boston,|to", TokenizerKind.WhiteSpace);
    }

    [Fact]
    public void With_white_space_alone_every_chunk_is_a_token() =>
        AssertTokens(Words, " Boston, to (Denver)? ... ", "Boston,|to|(Denver)?|...", TokenizerKind.WhiteSpace);

    [Fact]
    public void Ill_formed_text_is_an_unknown_word_and_places_stay_true()
    {
        Assert.Equal(
            [0..1, 2..8, 9..16, 17..19],
            Tokens(new Tokenizer(Words), "\uDC00 boston denver\uD800 to"));
        Assert.Equal(
            [0..6, 7..14, 15..17],
            Tokens8(new Tokenizer(Words), [.. "boston denver"u8, 0xFF, .. " to"u8]));
        Assert.Equal([0..4], Tokens8(new Tokenizer(Words), [.. "to"u8, 0xE2, 0x82]));
    }

    [Fact]
    public void Too_little_room_is_refused_with_a_hint()
    {
        var tokenizer = new Tokenizer(Words);
        foreach (var call in new Action[]
            {
                () => tokenizer.Tokenize("boston to denver", new Range[2]),
                () => tokenizer.Tokenize("boston to denver"u8, new Range[2]),
            })
        {
            var exception = Assert.Throws<ArgumentException>(call);
            Assert.Contains("room for 2", exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal(3, tokenizer.Tokenize("boston to denver", new Range[3]));
        Assert.Equal(0, tokenizer.Tokenize("?!", []));
    }

    [Fact]
    public void A_divided_word_that_stays_whole_needs_room_for_one_token() =>
        Assert.Equal(1, new Tokenizer(Words).Tokenize("boston/denver/nowhere", new Range[1]));

    [Fact]
    public void There_are_no_other_kinds() =>
        Assert.Throws<ArgumentOutOfRangeException>("kind", () => new Tokenizer(Words, (TokenizerKind)2));

    [Fact]
    public void An_empty_vocabulary_knows_no_word() => AssertTokens(new Vocabulary([]), "(boston), to?", "boston|to");

    /// <summary>In both encodings.</summary>
    private static void AssertTokens(
        Vocabulary vocabulary, string text, string tokens, TokenizerKind kind = TokenizerKind.Punctuation)
    {
        var tokenizer = new Tokenizer(vocabulary, kind);
        Assert.Equal(tokens, string.Join('|', Tokens(tokenizer, text).Select(range => text[range])));
        var utf8 = Encoding.UTF8.GetBytes(text);
        Assert.Equal(
            tokens, string.Join('|', Tokens8(tokenizer, utf8).Select(range => Encoding.UTF8.GetString(utf8[range]))));
    }

    private static Range[] Tokens(Tokenizer tokenizer, string text)
    {
        var tokens = new Range[text.Length];
        return tokens[..tokenizer.Tokenize(text, tokens)];
    }

    private static Range[] Tokens8(Tokenizer tokenizer, byte[] utf8)
    {
        var tokens = new Range[utf8.Length];
        return tokens[..tokenizer.Tokenize(utf8, tokens)];
    }
}
