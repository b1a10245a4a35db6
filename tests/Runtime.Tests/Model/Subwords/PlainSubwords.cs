using System.Globalization;
using System.Text;

namespace FastElman.Tests.Model.Subwords;

/// <summary>The rules of subwords once more, with strings and doubles.</summary>
internal static class PlainSubwords
{
    /// <summary>The n-grams of a word in the order of their rows.</summary>
    public static IEnumerable<string> NGrams(string word)
    {
        string[] characters = ["<", .. Characters(word).Take(48).Select(each => each.ToLowerInvariant()), ">"];
        for (var first = 0; first < characters.Length; first++)
        {
            for (var length = 2; length <= 5 && first + length <= characters.Length; length++)
            {
                yield return string.Concat(characters[first..(first + length)]);
            }
        }
    }

    /// <summary>FNV-1a of 32 bits (G. Fowler, L. C. Noll, K.-P. Vo).</summary>
    public static uint Hash(string text) =>
        Encoding.UTF8.GetBytes(text).Aggregate(2166136261u, (hash, each) => (hash ^ each) * 16777619u);

    /// <summary>The rows of a word.</summary>
    public static int[] Rows(string word, int subwordCount)
    {
        var buckets = subwordCount - 16;
        string[] characters = [.. Characters(word).Take(48)];
        return
        [
            .. NGrams(word).Select(each => (int)(Hash(each) % (uint)buckets)),
            buckets + Capitals(characters),
            buckets + 4 + Kind(characters),
            buckets + 8 + Length(characters.Length),
        ];
    }

    /// <summary>The embedding of an unknown word.</summary>
    public static double[] Embedding(string word, ElmanParameters parameters, int unknownWord)
    {
        var size = parameters.Shape.EmbeddingSize;
        var rows = Rows(word, parameters.Shape.SubwordCount);
        var table = parameters[ElmanTensor.Subwords].ToArray();
        var own = parameters.Embeddings.Slice(unknownWord * size, size).ToArray();
        return
        [
            .. Enumerable.Range(0, size).Select(column =>
                own[column]
                + (rows[..^3].Sum(row => (double)table[(row * size) + column]) / Math.Sqrt(rows.Length - 3))
                + rows[^3..].Sum(row => (double)table[(row * size) + column])),
        ];
    }

    private static IEnumerable<string> Characters(string word)
    {
        for (var text = word.Replace("DIGIT", "0", StringComparison.Ordinal); text.Length > 0;)
        {
            var isPair = text.Length > 1 && char.IsSurrogatePair(text[0], text[1]);
            yield return isPair ? text[..2]
                : char.IsSurrogate(text[0]) ? "\uFFFD"
                : char.IsAsciiDigit(text[0]) ? "0"
                : text[..1];
            text = text[(isPair ? 2 : 1)..];
        }
    }

    private static int Capitals(string[] characters)
    {
        bool[] upper = [.. characters.Select(each => Is(each, UnicodeCategory.UppercaseLetter))];
        var letters = characters.Count(IsLetter);
        return !upper.Contains(true) ? 0
            : upper[0] && upper.Count(each => each) == 1 ? 1
            : upper.Count(each => each) == letters ? 2
            : 3;
    }

    private static int Kind(string[] characters)
    {
        var letters = characters.Count(IsLetter);
        var digits = characters.Count(each => Is(each, UnicodeCategory.DecimalDigitNumber));
        return letters + digits < characters.Length ? 3 : digits == 0 ? 0 : letters == 0 ? 1 : 2;
    }

    private static int Length(int characters) => characters switch
    {
        <= 1 => 0,
        2 => 1,
        3 => 2,
        4 => 3,
        5 or 6 => 4,
        7 or 8 => 5,
        >= 9 and <= 12 => 6,
        _ => 7,
    };

    private static bool IsLetter(string character) =>
        CharUnicodeInfo.GetUnicodeCategory(character, 0) <= UnicodeCategory.OtherLetter;

    private static bool Is(string character, UnicodeCategory category) =>
        CharUnicodeInfo.GetUnicodeCategory(character, 0) == category;
}
