using FastElman.Model.Subwords;

namespace FastElman.Tests.Model.Subwords;

/// <summary>Of which rows the vector of a word is made.</summary>
public sealed class SubwordRowsTests
{
    /// <summary>Words of every shape, and texts that are hardly words.</summary>
    public static TheoryData<string> Words =>
    [
        "", "a", "I", "of", "the", "Lisbon", "LISBON", "McDonald", "iPhone", "o'clock", "x-ray", "1984", "a1", "3pm",
        "DIGITDIGITpm", "DIGIT", "DIGI", "straße", "ΑΘΗΝΑ", "東京", "🎵", "a🎵b", "\ud83c", "a\udc00b", "İzmir", "²",
        "abcdefghijklm", "abcdefghijkl", "abcdefghi", "abcdefgh", "abcdef", "\0", "<", ">", "<UNK>", "…", " ",
        new string('x', 47), new string('y', 48), new string('z', 49), new string('w', 5000), new string('東', 60),
        string.Concat(Enumerable.Repeat("🎵", 60)), string.Concat(Enumerable.Repeat("DIGIT", 60)),
        string.Concat(Enumerable.Repeat("9", 60)),
    ];

    [Theory, MemberData(nameof(Words))]
    public void Rows_are_those_of_the_rules(string word)
    {
        foreach (var count in (int[])[17, 18, 116, 4096, 1 << 20])
        {
            Assert.Equal(PlainSubwords.Rows(word, count), Rows(word, count));
        }
    }

    [Fact]
    public void Random_text_has_the_rows_of_the_rules()
    {
        var random = new Random(1);
        var alphabet = "abXYZ09éß東İı'-. DIGT\ud83c\udfb5<>".ToCharArray();
        for (var i = 0; i < 20_000; i++)
        {
            var word = new string(random.GetItems(alphabet, random.Next(70)));
            Assert.Equal(PlainSubwords.Rows(word, 1000), Rows(word, 1000));
        }
    }

    /// <summary>A model file would mean something else if they changed. The hashes were worked out in Python.</summary>
    [Fact]
    public void Hashes_stay_what_they_are()
    {
        const int buckets = 1 << 20;
        uint[] hashes = [0x68f6dc6e, 0x8c9cd1f0, 0x1124a756];
        Assert.Equal(
            [.. hashes.Select(hash => (int)(hash % buckets)), buckets, buckets + 4, buckets + 8],
            Rows("a", buckets + 16));
        Assert.Equal(
            ((uint[])[0x65f6d7b5, 0x5f95cf54, 0x9fd51a65, 0xa377f905]).Select(hash => (int)(hash % buckets)),
            Rows("Lisbon", buckets + 16)[..4]);
    }

    [Fact]
    public void A_number_has_the_rows_of_its_form_with_DIGIT() =>
        Assert.Equal(Rows("DIGITDIGIT:DIGITDIGIT", 5000), Rows("10:45", 5000));

    [Fact]
    public void Capitals_change_the_shape_and_nothing_else()
    {
        Assert.Equal(Rows("lisbon", 5000)[..^3], Rows("Lisbon", 5000)[..^3]);
        Assert.NotEqual(Rows("lisbon", 5000)[^3], Rows("Lisbon", 5000)[^3]);
    }

    [Fact]
    public void No_word_has_more_rows_than_there_is_room_for() =>
        Assert.True(Rows(new string('x', 100_000), 100).Length <= SubwordRows.MaximumCount);

    private static int[] Rows(string word, int subwordCount)
    {
        var rows = new int[SubwordRows.MaximumCount];
        return rows[..SubwordRows.Find(word, subwordCount, rows)];
    }
}
