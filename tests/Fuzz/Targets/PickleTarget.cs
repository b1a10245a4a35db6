using System.IO.Compression;
using FastElman.Interop;

namespace FastElman.Fuzz.Targets;

/// <summary>A fold of the tutorial's data as Python pickles it, plain or in gzip.</summary>
internal sealed class PickleTarget() : FuzzTarget("pickle")
{
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        "cnumpy.core.multiarray\n_reconstruct\n"u8.ToArray(),
        "cnumpy\nndarray\n"u8.ToArray(),
        "cnumpy\ndtype\n"u8.ToArray(),
        "cposix\nsystem\n"u8.ToArray(),
        "labels2idx"u8.ToArray(),
        "words2idx"u8.ToArray(),
        [0x80, 2],
        [0x80, 4, 0x95, 255, 255, 255, 255, 0, 0, 0, 0],
        .. "(|l|d|}|]|)|t|u|s|a|e|R|b|.|0|1|2|N|K\u0001|q\u0001|h\u0001|I1\n|L5L\n|S'x'\n"
            .Split('|').Select(System.Text.Encoding.UTF8.GetBytes),
    ];

    // A gzip file may inflate to 16 MiB whatever its size, and a pickle has a budget beside it.
    public override long AllowedBytes => 100 << 20;

    public override IEnumerable<byte[]> Seeds()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "pickles")).Order())
        {
            var bytes = File.ReadAllBytes(file);
            yield return bytes;
            if (file.EndsWith(".gz", StringComparison.Ordinal))
            {
                using var inflated = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
                using var plain = new MemoryStream();
                inflated.CopyTo(plain);
                yield return plain.ToArray();
            }
        }
    }

    public override int Run(byte[] input)
    {
        var fold = FoldPickle.Load(new MemoryStream(input));
        foreach (var sentence in fold.Train.Concat(fold.Validation ?? []).Concat(fold.Test))
        {
            Require(sentence.Words.Length == sentence.Labels.Length, "a sentence has a label for each word");
            Require(AreBelow(sentence.Words.Span, fold.Vocabulary.Count), "words are in the vocabulary");
            Require(AreBelow(sentence.Labels.Span, fold.Labels.Count), "labels are in the label set");
        }

        return HashCode.Combine(Magnitude(fold.Train.Count), fold.Validation is null, Magnitude(fold.Test.Count));
    }

    public override bool IsRefusal(Exception exception) => exception is FoldFormatException;

    private static bool AreBelow(ReadOnlySpan<int> indices, int count) =>
        !indices.ContainsAnyExceptInRange(0, count - 1);
}
