using FastElman.Files;
using FastElman.Fixtures;

namespace FastElman.Tests.Files;

public sealed class AtomicFileTests
{
    [Fact]
    public void A_new_file_gets_what_was_written_and_nothing_else_is_left()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.Write(folder.File("a"), stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(folder.File("a")));
        Assert.Equal([folder.File("a")], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void An_existing_file_is_replaced_whole()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a", "an old and much longer text");
        AtomicFile.Write(path, stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Of_many_that_make_a_file_at_once_one_does()
    {
        using var folder = new TemporaryFolder();
        for (var round = 0; round < 10; round++)
        {
            File.Delete(folder.File("a"));
            var made = new bool[4];
            using var all = new Barrier(made.Length);
            var makers = made.Select((_, i) => new Thread(() => made[i] = AtomicFile.TryCreate(
                folder.File("a"),
                stream =>
                {
                    stream.WriteByte((byte)i);
                    all.SignalAndWait();
                }))).ToList();
            makers.ForEach(maker => maker.Start());
            makers.ForEach(maker => maker.Join());

            Assert.Single(made, isMade => isMade);
            Assert.Equal([(byte)Array.IndexOf(made, true)], File.ReadAllBytes(folder.File("a")));
        }

        Assert.False(AtomicFile.TryCreate(folder.File("a"), stream => stream.WriteByte(9)));
        Assert.Equal([folder.File("a")], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_file_that_is_there_is_not_created_again()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a");

        Assert.True(AtomicFile.TryCreate(path, stream => stream.Write("first"u8)));
        Assert.False(AtomicFile.TryCreate(path, _ => throw new InvalidOperationException()));
        Assert.Equal("first", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_file_that_another_creates_meanwhile_stays()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a");

        Assert.False(AtomicFile.TryCreate(path, stream =>
        {
            stream.Write("second"u8);
            File.WriteAllText(path, "first");
        }));
        Assert.Equal("first", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file_and_no_temporary_one()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a", "old");
        var failure = new InvalidOperationException("in the middle");
        var thrown = Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[100_000]);
            throw failure;
        }));
        Assert.Same(failure, thrown);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void While_it_is_written_a_reader_sees_the_old_file()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a", "old");
        AtomicFile.Write(path, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(path));
        });
        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_an_error_that_names_it()
    {
        using var folder = new TemporaryFolder();
        var exception = Assert.Throws<DirectoryNotFoundException>(
            () => AtomicFile.Write(
                Path.Combine(folder.File("missing"), "a"), _ => Assert.Fail("There is nowhere to write to.")));
        Assert.Contains("missing", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_the_place_of_the_file_is_an_error_and_stays()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a");
        Directory.CreateDirectory(path);
        Assert.ThrowsAny<Exception>(() => AtomicFile.Write(path, stream => stream.Write("new"u8)));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_link_is_followed_and_stays_a_link()
    {
        using var folder = new TemporaryFolder();
        var real = folder.Write("real", "old");
        File.CreateSymbolicLink(folder.File("link"), real);

        AtomicFile.Write(folder.File("link"), stream => stream.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(real));
        Assert.NotNull(new FileInfo(folder.File("link")).LinkTarget);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_what_the_error_speaks_of()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("nowhere", Assert.Throws<DirectoryNotFoundException>(() =>
            AtomicFile.Write(
                Path.Combine(folder.Path, "nowhere", "file"), _ => { })).Message, StringComparison.Ordinal);
    }
}
