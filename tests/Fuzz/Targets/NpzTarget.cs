using FastElman.Fixtures;
using FastElman.Interop;

namespace FastElman.Fuzz.Targets;

/// <summary>Seven arrays in one .npz archive: a network as Theano's tutorial dumps it.</summary>
internal sealed class NpzTarget() : FileTarget("npz", "dump.npz")
{
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. "PK\u0001\u0002|PK\u0003\u0004|PK\u0005\u0006|Wx.npy|wh.npy|W.npy|h0.npy|../x.npy|emb.npy|'<f8'|(2, 3)"
            .Split('|').Select(System.Text.Encoding.UTF8.GetBytes),
    ];

    public override long AllowedBytes => 2 << 20;

    public override IEnumerable<byte[]> Seeds()
    {
        using var folder = new TemporaryFolder();
        foreach (var dialect in Enum.GetValues<TheanoDialect>())
        {
            var model = ElmanModel.Create(RandomModel.Parameters(new ElmanShape(2, 3, 4, 2, 3), seed: 2));
            var file = folder.File($"{dialect}.npz");
            TheanoDump.Save(model, file, dialect);
            yield return File.ReadAllBytes(file);
        }
    }

    public override bool IsRefusal(Exception exception) => exception is ModelFormatException;

    protected override int Run(string file, byte[] input) => TheanoDump.Load(file).Shape.GetHashCode();
}
