using FastElman.Files;
using FastElman.Fixtures;

namespace FastElman.Tests.Files;

/// <summary>What a killed process leaves beside a file, and who removes it.</summary>
public sealed class TemporaryFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_next_write_of_the_same_file_removes_what_a_killed_one_left()
    {
        var left = Left(_folder.File("a"));

        AtomicFile.Write(_folder.File("a"), stream => stream.Write("new"u8));

        Assert.False(File.Exists(left));
        Assert.Equal("new", File.ReadAllText(_folder.File("a")));
    }

    [Fact]
    public void What_belongs_to_another_file_stays()
    {
        var left = Left(_folder.File("b"));

        AtomicFile.Write(_folder.File("a"), _ => { });

        Assert.True(File.Exists(left));
    }

    [Fact]
    public void What_another_still_writes_stays_and_both_end_whole()
    {
        var path = _folder.File("a");
        AtomicFile.Write(path, slow =>
        {
            slow.Write("slow "u8);
            AtomicFile.Write(path, quick => quick.Write("quick"u8));
            Assert.Equal("quick", File.ReadAllText(path));
            slow.Write("but whole"u8);
        });

        Assert.Equal("slow but whole", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData(".fastelman-notes.tmp")]
    [InlineData(".fastelman-0123456789abcdef-0123456789abcdeX.tmp")]
    [InlineData(".fastelman-0123456789abcdeX-0123456789abcdef.tmp")]
    [InlineData(".fastelman-0123456789abcdef+0123456789abcdef.tmp")]
    [InlineData(".fastelman-0123456789abcdef-0123456789abcdef.tmp.old")]
    [InlineData(".fastelman-0123456789abcdef-0123456789abcdef-opem.tmp")]
    [InlineData("a.tmp")]
    public void Files_of_a_user_stay(string name)
    {
        _folder.Write(name, "mine");

        AtomicFile.Write(_folder.File("a"), _ => { });
        LeftFiles.RemoveIn(_folder.Path);

        Assert.Equal("mine", File.ReadAllText(_folder.File(name)));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(23, true)]
    [InlineData(25, false)]
    public void What_no_lock_speaks_of_is_removed_after_a_day(int hours, bool stays)
    {
        var open = TemporaryName.NewBeside(_folder.File("a"), isLocked: false);
        _folder.Write(Path.GetFileName(open), "half");
        File.SetLastWriteTimeUtc(open, DateTime.UtcNow.AddHours(-hours));

        LeftFiles.RemoveIn(_folder.Path);
        AtomicFile.Write(_folder.File("a"), _ => { });

        Assert.Equal(stays, File.Exists(open));
    }

    [Fact]
    public void What_is_no_longer_wanted_at_the_last_moment_changes_nothing()
    {
        var path = _folder.Write("a", "newer");

        AtomicFile.Write(path, stream => stream.Write("older"u8), isWanted: () => false);
        Assert.Equal("newer", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));

        AtomicFile.Write(path, stream => stream.Write("newest"u8), isWanted: () => true);
        Assert.Equal("newest", File.ReadAllText(path));
    }

    [Fact]
    public void Many_writers_of_one_file_leave_it_whole_and_nothing_else()
    {
        var path = _folder.File("a");

        Parallel.For(0, 200, number => AtomicFile.Write(path, stream => stream.Write(new byte[1000 + number])));

        Assert.InRange(new FileInfo(path).Length, 1000, 1199);
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Those_who_tidy_all_the_time_keep_nobody_from_writing()
    {
        var path = _folder.File("a");
        using var written = new CancellationTokenSource();
        var tidying = Enumerable.Range(0, 3).Select(_ => new Thread(() =>
        {
            while (!written.IsCancellationRequested)
            {
                LeftFiles.RemoveBeside(path);
            }
        })).ToList();
        tidying.ForEach(thread => thread.Start());
        try
        {
            for (var number = 0; number < 20_000; number++)
            {
                using var temporary = TemporaryFile.Create(path, isPrivate: true);
                Assert.True(File.Exists(temporary.Stream.Name));
            }
        }
        finally
        {
            written.Cancel();
            tidying.ForEach(thread => thread.Join());
        }

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_folder_that_is_missing_is_an_error_that_says_so() => Assert.Equal(
        $"{_folder.File("none/a")}: no file can be made in its folder: the system makes none there",
        Assert.Throws<IOException>(() => TemporaryFile.Create(_folder.File("none/a"), isPrivate: false)).Message);

    [Fact]
    public void An_error_of_the_one_who_writes_names_the_target()
    {
        var path = _folder.Write("a", "old");

        var full = Assert.Throws<IOException>(() => AtomicFile.Write(
            path, stream => throw new IOException($"{((FileStream)stream).Name}: full") { HResult = 28 }));
        var tooLong = Assert.Throws<IOException>(() => AtomicFile.Write(
            path, _ => throw new ArgumentOutOfRangeException("value")));

        Assert.Equal(($"{path}: full", 28), (full.Message, full.HResult));
        Assert.Equal($"{path}: no file may be so long here", tooLong.Message);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData(typeof(UnauthorizedAccessException), "/a/model: full")]
    [InlineData(typeof(PathTooLongException), "/a/model: full")]
    [InlineData(typeof(IOException), "/a/model: full")]
    [InlineData(typeof(InvalidOperationException), "/a/b.tmp: full")]
    public void An_error_of_the_file_system_names_the_target_and_keeps_its_type(Type type, string message)
    {
        var exception = (Exception)Activator.CreateInstance(type, "/a/b.tmp: full")!;

        var about = TemporaryFile.About(exception, "/a/b.tmp", "/a/model");

        Assert.Equal((type, message), (about.GetType(), about.Message));
        Assert.Same(about, TemporaryFile.About(about, "/a/other.tmp", "/a/model"));
    }

    /// <summary>A temporary file as a killed process leaves it: nobody holds it.</summary>
    private string Left(string target)
    {
        string name;
        using (var temporary = TemporaryFile.Create(target, isPrivate: false))
        {
            name = Path.GetFileName(temporary.Stream.Name);
        }

        return _folder.Write(name, "half");
    }
}
