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
    public void A_file_in_the_place_of_its_new_files_is_an_error_about_the_dump()
    {
        var path = _folder.WriteFolder("dump", DumpBytes.Files(shape: OtherShape));
        var working = Directory.CreateDirectory(Path.Combine(path, DumpExchange.FolderName)).FullName;
        File.WriteAllText(Path.Combine(working, "new"), "mine");

        var exception = Assert.Throws<IOException>(
            () => DumpWriter.Write(DumpBytes.Parameters(), path, TheanoDialect.Rnnslu));

        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(DumpExchange.FolderName, exception.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(working, "new")));
    }

    [Fact]
    public void A_file_of_a_user_in_its_working_folder_stays()
    {
        var path = _folder.WriteFolder("dump", DumpBytes.Files(shape: OtherShape));
        var working = Directory.CreateDirectory(Path.Combine(path, DumpExchange.FolderName)).FullName;
        File.WriteAllText(Path.Combine(working, "notes"), "mine");

        DumpWriter.Write(DumpBytes.Parameters(), path, TheanoDialect.Rnnslu);

        DumpBytes.AssertSame(DumpBytes.Parameters(), DumpReader.Read(path));
        Assert.Equal([Path.Combine(working, "notes")], Directory.GetFileSystemEntries(working));
    }

    [Fact]
    public void A_file_at_the_place_of_a_new_one_makes_room()
    {
        _folder.Write("X.npy", "old");
        using (var exchange = DumpExchange.Begin(_folder.Path))
        {
            Directory.CreateDirectory(exchange.NewFolder);
            File.WriteAllText(Path.Combine(exchange.NewFolder, "X.npy"), "new");

            exchange.Exchange(["X.npy"]);
        }

        Assert.Equal("new", File.ReadAllText(_folder.File("X.npy")));
        Assert.Equal([_folder.File("X.npy")], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_file_that_cannot_be_removed_from_its_place_is_not_left_at_two()
    {
        var path = _folder.WriteFolder("dump", DumpBytes.Files(shape: OtherShape));
        using var exchange = DumpExchange.Begin(path);
        UnixTool.Run("chattr", "+a", path);
        try
        {
            Assert.ThrowsAny<SystemException>(() => exchange.Exchange([]));
        }
        finally
        {
            UnixTool.Run("chattr", "-a", path);
        }

        Assert.Equal(7, Directory.GetFiles(path, "*.npy", SearchOption.AllDirectories).Length);
        Assert.Equal(7, Directory.GetFiles(path, "*.npy").Length);
    }

    [Fact]
    public void A_new_folder_with_no_room_for_names_of_files_is_not_left_behind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "paths have another longest length there");
        const int longest = 4090;
        var folder = _folder.Path;
        while (folder.Length < longest - 210)
        {
            folder = Path.Combine(folder, new string('n', 200));
        }

        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, new string('m', longest - folder.Length - 1));

        Assert.ThrowsAny<IOException>(() => DumpWriter.Write(DumpBytes.Parameters(), path, TheanoDialect.Rnnslu));

        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void Every_name_of_a_file_of_a_dump_is_known_once() => Assert.Equal(
        [.. DumpBytes.Files().Keys.Union(DumpBytes.Files(TheanoDialect.Is13).Keys).Append("s0.npy").Order()],
        DumpNames.All.Order());

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
