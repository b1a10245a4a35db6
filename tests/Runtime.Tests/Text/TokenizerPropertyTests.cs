using System.Diagnostics;
using System.Text;
using CsCheck;

namespace FastElman.Tests.Text;

/// <summary>What holds of every text, however odd.</summary>
public sealed class TokenizerPropertyTests
{
    private static readonly Vocabulary Words = new(
        [Vocabulary.UnknownWord, "a", "b", "a.", "'b", "ab", ",", "...", "DIGIT", "ä", "a-b", "€", "🙂"]);

    private static readonly string[] Fragments =
        [
            "a", "b", "A", "B", "1", "23", ".", ",", "...", "'", "-", "(", ")", "!", "ä", "Ä", "€", "🙂", "❤️", "—",
            " ", "  ", "\n", "\u00A0", "\u3000", "\u2028", "\u200B", "\uFFFD", "e\u0301", "日本", "。",
        ];

    private static readonly string[] Damage = ["\uD83D", "\uDE42", "\uD800"];

    private static readonly Gen<string> WellFormed = Gen.OneOf<string>(Fragments).Array[0, 12].Select(string.Concat);

    private static readonly Gen<string> Anything =
        Gen.OneOf([.. Fragments, .. Damage]).Array[0, 12].Select(string.Concat);

    private static readonly Gen<TokenizerKind> Kinds = Gen.Enum<TokenizerKind>();

    [Fact]
    public void Tokens_are_in_order_and_hold_no_white_space_and_no_letter_is_lost() =>
        Gen.Select(Anything, Kinds).Sample((text, kind) =>
        {
            var rest = 0;
            foreach (var (start, end) in Tokens(text, kind))
            {
                Assert.True(rest <= start && start < end && end <= text.Length);
                Assert.DoesNotContain(text[start..end], char.IsWhiteSpace);
                Assert.DoesNotContain(text[rest..start], char.IsLetterOrDigit);
                rest = end;
            }

            Assert.DoesNotContain(text[rest..], char.IsLetterOrDigit);
        });

    [Fact]
    public void The_text_at_each_place_is_the_token_in_both_encodings() =>
        Gen.Select(WellFormed, Kinds).Sample((text, kind) =>
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            Assert.Equal(
                Tokens(text, kind).Select(token => text[token.Start..token.End]),
                Tokens(utf8, kind).Select(token => Encoding.UTF8.GetString(utf8[token.Start..token.End])));
        });

    [Fact]
    public void What_is_taken_off_is_no_word_and_what_stays_is_known_or_has_no_mark_at_its_ends() =>
        WellFormed.Sample(text =>
        {
            foreach (var (start, end) in Tokens(text, TokenizerKind.Punctuation))
            {
                var token = text[start..end];
                Assert.True(
                    Words.Contains(token) || !(char.IsPunctuation(token[0]) || char.IsPunctuation(token[^1])), token);
            }
        });

    /// <summary>
    /// Bytes of no encoding: no exception, and the tokens of the text with U+FFFD for what is ill-formed.
    /// </summary>
    [Fact]
    public void Any_bytes_have_the_tokens_of_their_repaired_text() =>
        Gen.Select(Gen.Byte.Array[0, 40], Kinds).Sample((bytes, kind) =>
        {
            var text = Encoding.UTF8.GetString(bytes);
            Assert.Equal(
                Tokens(text, kind).Select(token => text[token.Start..token.End]),
                Tokens(bytes, kind).Select(token => Encoding.UTF8.GetString(bytes.AsSpan(token.Start..token.End))));
        });

    [Fact]
    public void Words_between_blanks_that_the_vocabulary_has_stay_as_they_are() =>
        Gen.OneOf([.. Words]).Array[0, 12].Sample(words =>
        {
            var text = string.Join(' ', words);
            Assert.Equal(
                words, Tokens(text, TokenizerKind.Punctuation).Select(token => text[token.Start..token.End]));
        });

    public static TheoryData<string, string, string> HostileTexts => new()
    {
        { "marks", "?!", "" },
        { "known marks", ",", "" },
        { "inner marks", "a.b-", "" },
        { "numbers", "1.", "" },
        { "a long word that is not divided in the end", "a,", "nowhere" },
        { "marks around a word", "(", "a" },
        { "short words with marks at both ends", "(((x))) ", "" },
        { "letters", "a", "" },
        { "letters that are words of their own", "ab'", "" },
        { "symbols of two code units", "🙂🙃", "" },
        { "halves of surrogate pairs", "\uD83D", "" },
        { "variation selectors", "\uFE0F", "" },
    };

    /// <summary>
    /// Quadratic time would be thousands of times that of a thousandth of the text; the bound leaves room for a busy
    /// machine.
    /// </summary>
    [Theory, MemberData(nameof(HostileTexts))]
    public void Megabytes_of_anything_take_linear_time(string kind, string part, string end)
    {
        var small = string.Concat(Enumerable.Repeat(part, 2_000)) + end;
        var large = string.Concat(Enumerable.Repeat(part, 2_000_000 / part.Length)) + end;
        foreach (var text in (string[])[small, large])
        {
            var tokens = new Range[text.Length];
            new Tokenizer(Words).Tokenize(text, tokens);
            var utf8 = Encoding.UTF8.GetBytes(text);
            var clock = Stopwatch.StartNew();
            new Tokenizer(Words).Tokenize(utf8, new Range[utf8.Length]);
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"{kind}: {clock.Elapsed}");
        }
    }

    private static IEnumerable<(int Start, int End)> Tokens(string text, TokenizerKind kind)
    {
        var tokens = new Range[text.Length];
        return Pairs(tokens[..new Tokenizer(Words, kind).Tokenize(text, tokens)]);
    }

    private static IEnumerable<(int Start, int End)> Tokens(byte[] utf8, TokenizerKind kind)
    {
        var tokens = new Range[utf8.Length];
        return Pairs(tokens[..new Tokenizer(Words, kind).Tokenize(utf8, tokens)]);
    }

    private static IEnumerable<(int Start, int End)> Pairs(Range[] tokens) =>
        tokens.Select(token => (token.Start.Value, token.End.Value));
}
