using FastElman.Fixtures;
using FastElman.Interop.Theano;

namespace FastElman.Interop.Tests.Theano;

public sealed class DumpFolderTests : IDisposable
{
    private static readonly ElmanShape OtherShape = new(3, 5, 7, 4, 3);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(nameof(TheanoDialect.Rnnslu))]
    [InlineData(nameof(TheanoDialect.Is13))]
    public void A_new_folder_holds_the_seven_files(string dialect)
    {
        DumpWriter.Write(DumpBytes.Parameters(), _folder.File("new/"), Enum.Parse<TheanoDialect>(dialect));

        AssertHolds(_folder.File("new"), DumpBytes.Files(Enum.Parse<TheanoDialect>(dialect)));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData(nameof(TheanoDialect.Rnnslu), nameof(TheanoDialect.Rnnslu))]
    [InlineData(nameof(TheanoDialect.Rnnslu), nameof(TheanoDialect.Is13))]
    [InlineData(nameof(TheanoDialect.Is13), nameof(TheanoDialect.Rnnslu))]
    public void An_old_dump_is_replaced_and_other_files_stay(string before, string after)
    {
        var path = _folder.WriteFolder("dump", DumpBytes.Files(Enum.Parse<TheanoDialect>(before), OtherShape));
        File.WriteAllText(Path.Combine(path, "notes.txt"), "mine");

        DumpWriter.Write(DumpBytes.Parameters(), path, Enum.Parse<TheanoDialect>(after));

        DumpBytes.AssertSame(DumpBytes.Parameters(), DumpReader.Read(path));
        AssertHolds(
            path,
            [
                .. DumpBytes.Files(Enum.Parse<TheanoDialect>(after)),
                KeyValuePair.Create("notes.txt", "mine"u8.ToArray()),
            ]);
    }

    [Fact]
    public void A_failed_write_leaves_the_old_dump()
    {
        var old = DumpBytes.Files(shape: OtherShape);
        old.Remove("embeddings.npy");
        var path = _folder.WriteFolder("dump", old);
        Directory.CreateDirectory(Path.Combine(path, "embeddings.npy"));

        Assert.ThrowsAny<Exception>(() => DumpWriter.Write(DumpBytes.Parameters(), path, TheanoDialect.Rnnslu));

        AssertHolds(path, old);
        Assert.Single(Directory.GetDirectories(path));
    }

    [Fact]
    public void A_file_in_the_way_is_named_and_stays()
    {
        var path = _folder.Write("dump", "mine");

        Assert.Contains(
            path,
            Assert.Throws<IOException>(
                () => DumpWriter.Write(DumpBytes.Parameters(), path, TheanoDialect.Rnnslu)).Message,
            StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(path));
    }

    [Theory]
    [InlineData("none/dump")]
    [InlineData("none/dump.npz")]
    public void A_missing_parent_is_an_error_and_is_not_made(string path)
    {
        Assert.ThrowsAny<DirectoryNotFoundException>(
            () => DumpWriter.Write(DumpBytes.Parameters(), _folder.File(path), TheanoDialect.Rnnslu));

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    private static void AssertHolds(string path, IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        var expected = files.ToDictionary();
        Assert.Equal(
            expected.Keys.Order(StringComparer.Ordinal),
            Directory.GetFiles(path).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
        foreach (var (name, bytes) in expected)
        {
            Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(path, name)));
        }
    }
}
