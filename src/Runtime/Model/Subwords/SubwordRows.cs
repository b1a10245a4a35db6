using System.Runtime.CompilerServices;
using System.Text;
using FastElman.Simd;

namespace FastElman.Model.Subwords;

/// <summary>
/// Which rows of the tensor <c>subwords</c> make up the vector of a word: those of its character n-grams, then three of
/// its shape. What a word is made of lives in this room.
/// </summary>
/// <remarks>
/// The n-grams are those of P. Bojanowski et al., "Enriching Word Vectors with Subword Information", 2017: runs of two
/// to five characters of the word in lower case between the marks <c>&lt;</c> and <c>&gt;</c>, each hashed from its
/// UTF-8 bytes with 32-bit FNV-1a. A digit is <c>0</c>, whether it is written as itself or as <c>DIGIT</c>. Longer
/// words count with their first <see cref="LongestWord"/> characters. The rows are the same on every machine, but for
/// capital letters that its Unicode tables do not know yet.
/// </remarks>
internal static class SubwordRows
{
    /// <summary>Rows behind those of n-grams: <see cref="WordShape"/>.</summary>
    public const int ShapeRowCount = WordShape.RowCount;

    /// <summary>Rows of a word that tell its shape: the last ones that <see cref="Find"/> gives.</summary>
    public const int ShapeRowsOfWord = 3;

    /// <summary>The fewest rows of the tensor: one for n-grams, and those of shapes.</summary>
    public const int FewestRows = ShapeRowCount + 1;

    /// <summary>Characters of a word that count.</summary>
    public const int LongestWord = 48;

    /// <summary>The most rows that a word has.</summary>
    public const int MaximumCount = ((LongestNGram - ShortestNGram + 1) * (LongestWord + 2)) + ShapeRowsOfWord;

    private const int ShortestNGram = 2;
    private const int LongestNGram = 5;

    /// <summary>UTF-8 bytes of the longest character.</summary>
    private const int LongestCharacter = 4;

    private const uint FnvOffset = 2166136261;
    private const uint FnvPrime = 16777619;

    /// <summary>Finds the rows of a word.</summary>
    /// <param name="word">The word as it is written; may be empty, and ill-formed.</param>
    /// <param name="subwordCount">Rows of the tensor, at least <see cref="FewestRows"/>.</param>
    /// <param name="rows">
    /// [at least <see cref="MaximumCount"/>]: receives the rows of its n-grams in the order of their beginnings, then
    /// the rows of its shape. A row may come more than once.
    /// </param>
    /// <returns>The number of rows: at least one of an n-gram, and <see cref="ShapeRowsOfWord"/>.</returns>
    [SkipLocalsInit]
    [MethodImpl(HotPath.Compiled)]
    public static int Find(ReadOnlySpan<char> word, int subwordCount, Span<int> rows)
    {
        Span<byte> bytes = stackalloc byte[(LongestWord * LongestCharacter) + 2];

        // Where each character begins, the marks included, and where the last one ends.
        Span<byte> starts = stackalloc byte[LongestWord + 3];
        var characters = Spell(word, bytes, starts, out var shape);
        var buckets = (uint)(subwordCount - ShapeRowCount);
        var count = 0;
        for (var first = 0; first < characters - 1; first++)
        {
            var hash = FnvOffset;
            int position = starts[first];
            var last = Math.Min(first + LongestNGram, characters);
            for (var end = first + 1; end <= last; end++)
            {
                for (; position < starts[end]; position++)
                {
                    hash = (hash ^ bytes[position]) * FnvPrime;
                }

                if (end - first >= ShortestNGram)
                {
                    rows[count++] = (int)(hash % buckets);
                }
            }
        }

        shape.Write((int)buckets, rows.Slice(count, ShapeRowsOfWord));
        return count + ShapeRowsOfWord;
    }

    /// <summary>Writes a word between its marks, in lower case and with digits as 0.</summary>
    /// <returns>The number of characters, the marks included.</returns>
    [MethodImpl(HotPath.Compiled)]
    private static int Spell(ReadOnlySpan<char> word, Span<byte> bytes, Span<byte> starts, out WordShape shape)
    {
        shape = default;
        bytes[0] = (byte)'<';
        starts[0] = 0;
        var (count, length) = (1, 1);
        while (!word.IsEmpty && count <= LongestWord)
        {
            starts[count++] = (byte)length;
            if (word.StartsWith(Vocabulary.DigitWord) || char.IsAsciiDigit(word[0]))
            {
                shape.AddDigit();
                bytes[length++] = (byte)'0';
                word = word[(char.IsAsciiDigit(word[0]) ? 1 : Vocabulary.DigitWord.Length)..];
                continue;
            }

            // Ill-formed text stands for U+FFFD.
            Rune.DecodeFromUtf16(word, out var character, out var units);
            shape.Add(character);
            length += Rune.ToLowerInvariant(character).EncodeToUtf8(bytes[length..]);
            word = word[units..];
        }

        starts[count++] = (byte)length;
        bytes[length++] = (byte)'>';
        starts[count] = (byte)length;
        return count;
    }
}
