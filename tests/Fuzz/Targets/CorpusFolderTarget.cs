using System.Text;
using FastElman.Fuzz.Inputs;
using FastElman.Training;

namespace FastElman.Fuzz.Targets;

/// <summary>A corpus of several files, whose names say which set each is.</summary>
internal sealed class CorpusFolderTarget() : FilesTarget("corpus-folder")
{
    private static readonly byte[] Columns = "oslo B-city\nto O\n"u8.ToArray();

    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. ("file:train.txt\n|file:train\n|file:dev.txt\n|file:valid\n|file:test\n|file:testa\n|file:eng.train\n"
            + "|file:train/seq.in\n|file:train/seq.out\n|file:seq.in\n|file:seq.out\n|file:train/\n|file:test.md\n"
            + "|file:\u001b[31m.train\n|file:\u202E.train\n|oslo B-city\n|O\n|\n\n")
            .Split('|').Select(Encoding.UTF8.GetBytes),
    ];

    public override long AllowedBytes => 20 << 20;

    public override IEnumerable<byte[]> Seeds() =>
    [
        FolderInput.Of(("train.txt", Columns), ("valid.txt", Columns), ("test.txt", Columns)),
        FolderInput.Of(("eng.train", Columns), ("eng.testa", Columns), ("eng.testb", Columns), ("notes.md", [])),
        FolderInput.Of(("seq.in", "to oslo\n"u8.ToArray()), ("seq.out", "O B-city\n"u8.ToArray())),
        FolderInput.Of(
            ("train/seq.in", "to oslo\n"u8.ToArray()), ("train/seq.out", "O B-city\n"u8.ToArray()),
            ("dev/seq.in", "to oslo\n"u8.ToArray()), ("dev/seq.out", "O B-city\n"u8.ToArray())),
    ];

    public override bool IsRefusal(Exception exception) => exception is CorpusFormatException;

    protected override int Run(string folder)
    {
        var corpus = Corpus.Load(folder);
        Require(corpus.Remarks.All(RefusalMessage.IsOneLine), "a remark is one line");
        var sets = Enum.GetValues<CorpusSet>().Where(corpus.HasSet).ToArray();
        Require(sets.Length > 0, "a corpus has a set");
        foreach (var sentence in sets.SelectMany(corpus.GetSentences).Where(sentence => !sentence.IsIndexed))
        {
            Require(sentence.Words.Count == sentence.Labels.Count, "each word has a label");
        }

        return HashCode.Combine(string.Concat(sets).GetHashCode(StringComparison.Ordinal), corpus.LabelScheme);
    }
}
