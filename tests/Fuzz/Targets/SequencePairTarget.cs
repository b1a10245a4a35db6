using System.Text;
using FastElman.Training;

namespace FastElman.Fuzz.Targets;

/// <summary>
/// A folder with <c>seq.in</c> and <c>seq.out</c>, which are what stands before and behind the first zero byte.
/// </summary>
internal sealed class SequencePairTarget() : FolderTarget("corpus-pair")
{
    public override IReadOnlyList<byte[]> Tokens { get; } =
        [.. "\n|\r\n| |O|B-x|I-x|\0|\uFEFF".Split('|').Select(Encoding.UTF8.GetBytes)];

    public override long AllowedBytes => 20 << 20;

    public override IEnumerable<byte[]> Seeds() =>
    [
        "flights to oslo\nfares\n\0O O B-city\nO\n"u8.ToArray(),
        "new york\0B-city I-city"u8.ToArray(),
    ];

    public override int Run(byte[] input)
    {
        var end = Array.IndexOf(input, (byte)0) is >= 0 and var found ? found : input.Length;
        Folder.Write("seq.in", input.AsSpan(..end));
        Folder.Write("seq.out", input.AsSpan(Math.Min(end + 1, input.Length)..));
        var corpus = Corpus.Load(Folder.Path);
        var sentences = corpus.GetSentences(CorpusSet.Train);
        Require(sentences.All(each => each.Words.Count == each.Labels.Count), "each word has a label");
        return Magnitude(sentences.Count);
    }

    public override bool IsRefusal(Exception exception) => exception is CorpusFormatException;
}
