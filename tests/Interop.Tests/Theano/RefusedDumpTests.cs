using FastElman.Fixtures;
using FastElman.Interop.Theano;
using FastElman.Model;

namespace FastElman.Interop.Tests.Theano;

/// <summary>Dumps that are refused for what hardly ever happens to them.</summary>
public sealed class RefusedDumpTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_changes_between_its_header_and_its_values_is_refused()
    {
        var file = new FolderDumpFile(_folder.Write("bh.npy", DumpBytes.Zeros(4)));
        Assert.Contains(
            "changed while it was read",
            Assert.Throws<ModelFormatException>(
                () => file.ReadValues(ElmanTensor.HiddenBias, [5], new float[5])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_another_kind_is_named()
    {
        var files = DumpBytes.Files();
        files["bh.npy"] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0];
        var path = _folder.WriteFolder("dump", files);

        Assert.Contains(
            "gzip", Assert.Throws<ModelFormatException>(() => TheanoDump.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_the_place_of_a_file_is_refused()
    {
        var files = DumpBytes.Files();
        files.Remove("bh.npy");
        var path = _folder.WriteFolder("dump", files);
        Directory.CreateDirectory(Path.Combine(path, "bh.npy"));

        Assert.Throws<UnauthorizedAccessException>(() => TheanoDump.Load(path));
    }

    [Fact]
    public void There_are_no_other_dialects()
    {
        var model = ElmanModel.Create(DumpBytes.Parameters());
        Assert.Throws<ArgumentOutOfRangeException>(
            () => TheanoDump.Save(model, _folder.File("dump"), (TheanoDialect)7));
    }

    [Fact]
    public void A_fold_says_how_large_it_is() =>
        Assert.Equal(
            "8 words, 4 labels, 2 training, 1 validation and 3 test sentences",
            FoldPickle.Load(PickleFixture.PathOf("python3-protocol4.pkl")).ToString());
}
