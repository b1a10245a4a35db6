using System.Text;
using FastElman.Fixtures;
using FastElman.Fuzz.Inputs;
using FastElman.Interop;

namespace FastElman.Fuzz.Targets;

/// <summary>
/// A folder of .npy files as Theano's tutorial dumps a network. What is accepted is the same network after it was saved
/// and read again, and reading leaves the folder as it was.
/// </summary>
internal sealed class DumpFolderTarget() : FilesTarget("dump-folder")
{
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. ("file:wx.npy\n|file:Wx.npy\n|file:WX.npy\n|file:w.npy\n|file:W.npy\n|file:h0.npy\n|file:s0.npy\n"
            + "|file:H0.NPY\n|file:b.npy\n|file:bh.npy\n|file:embeddings.npy\n|file:emb.npy\n|file:wh.npy/\n"
            + "|file:.fastelman-dump.tmp/old-1\n|file:x\n|'<f8'|'|O'|True|(2, 3)|(3,)|()")
            .Split('|').Select(Encoding.UTF8.GetBytes),
    ];

    public override long AllowedBytes => 4 << 20;

    public override IEnumerable<byte[]> Seeds()
    {
        using var folder = new TemporaryFolder();
        foreach (var kind in (NetworkKind[])[NetworkKind.Elman, NetworkKind.Jordan])
        {
            foreach (var dialect in Enum.GetValues<TheanoDialect>())
            {
                var shape = new ElmanShape(2, 3, 4, 2, 3, new NetworkVariant(kind));
                var dump = folder.File($"{kind}-{dialect}");
                TheanoDump.Save(ElmanModel.Create(RandomModel.Parameters(shape, seed: 2)), dump, dialect);
                yield return FolderInput.Of(dump);
            }
        }
    }

    public override bool IsRefusal(Exception exception) =>
        exception is ModelFormatException or UnauthorizedAccessException;

    protected override int Run(string folder)
    {
        var before = Entries(folder);
        try
        {
            var model = TheanoDump.Load(folder);
            var copy = Folder.File("copy");
            TheanoDump.Save(model, copy);
            Require(
                TheanoDump.Load(copy).Fingerprint == model.Fingerprint,
                "a network is the same after it was saved and read");
            return HashCode.Combine(model.Shape.Variant.Kind, Magnitude(model.Shape.HiddenSize));
        }
        finally
        {
            Require(Entries(folder).SequenceEqual(before), "reading leaves the folder as it was");
        }
    }

    private static string[] Entries(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)];
}
