using FastElman.Files;
using FastElman.Fixtures;

namespace FastElman.Tests.Files;

/// <summary>A file that one at a time holds.</summary>
public sealed class FileLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("lock");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_one_is_refused_until_the_first_lets_go()
    {
        using (FileLock.Take(Path))
        {
            Assert.True(FileLock.IsHeld(Assert.Throws<IOException>(() => FileLock.Take(Path))));
        }

        FileLock.Take(Path).Dispose();
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public void Those_that_share_it_keep_out_one_that_does_not_until_the_last_lets_go()
    {
        var first = FileLock.Share(Path);
        var second = FileLock.Share(Path);

        first.Dispose();
        Assert.True(File.Exists(Path));
        Assert.True(FileLock.IsHeld(Assert.Throws<IOException>(() => FileLock.Take(Path))));

        second.Dispose();
        Assert.False(File.Exists(Path));
        using (FileLock.Take(Path))
        {
            Assert.True(FileLock.IsHeld(Assert.Throws<IOException>(() => FileLock.Share(Path))));
        }
    }

    /// <summary>Who lets go last holds it alone for a moment, to remove it.</summary>
    [Fact]
    public void Who_comes_while_the_last_lets_go_is_not_refused()
    {
        Parallel.For(0, 4, _ =>
        {
            for (var i = 0; i < 100; i++)
            {
                FileLock.Share(Path).Dispose();
            }
        });

        Assert.False(File.Exists(Path));
    }

    [Fact]
    public void What_a_killed_process_left_can_be_taken()
    {
        _folder.Write("lock", "");

        FileLock.Take(Path).Dispose();

        Assert.False(File.Exists(Path));
    }

    [Fact]
    public void A_file_with_content_is_refused_and_kept()
    {
        var mine = _folder.Write("lock", "precious");

        var refusal = Assert.Throws<IOException>(() => FileLock.Take(Path));

        Assert.False(FileLock.IsHeld(refusal));
        Assert.Contains($"{Path}: a file with content", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(mine));
    }

    [Theory]
    [InlineData("file")]
    [InlineData("missing")]
    public void A_link_is_refused_and_kept(string target)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege on Windows");
        _folder.Write("file", "");
        File.CreateSymbolicLink(Path, _folder.File(target));

        Assert.Contains(
            "a link is where a lock has to be", Assert.Throws<IOException>(() => FileLock.Take(Path)).Message,
            StringComparison.Ordinal);

        Assert.NotNull(new FileInfo(Path).LinkTarget);
        Assert.False(File.Exists(_folder.File("missing")));
    }

    [Fact]
    public void A_folder_is_refused() => Assert.Contains(
        "a folder is where a lock has to be",
        Assert.Throws<IOException>(() => FileLock.Take(_folder.Path)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_pipe_is_refused()
    {
        UnixTool.Run("mkfifo", Path);

        Assert.Contains(
            $"{Path}: a pipe is where a lock has to be",
            Assert.Throws<IOException>(() => FileLock.Take(Path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_is_not_taken_for_another_holder() =>
        Assert.False(FileLock.IsHeld(Assert.Throws<DirectoryNotFoundException>(
            () => FileLock.Take(_folder.File("none/lock")))));

    [Fact]
    public void Letting_go_twice_leaves_the_lock_of_another_alone()
    {
        var first = FileLock.Take(Path);
        first.Dispose();
        using var second = FileLock.Take(Path);

        first.Dispose();

        Assert.True(File.Exists(Path));
    }

    [Fact]
    public void Letting_go_in_a_folder_that_has_gone_is_no_error()
    {
        var folder = Directory.CreateDirectory(_folder.File("gone"));
        var held = FileLock.Take(System.IO.Path.Combine(folder.FullName, "lock"));
        if (!OperatingSystem.IsWindows())
        {
            folder.Delete(recursive: true);
        }

        held.Dispose();
    }

    [Fact]
    public void Never_two_of_many_hold_it()
    {
        var holders = 0;
        var taken = 0;

        void Work()
        {
            for (var number = 0; number < 3000; number++)
            {
                try
                {
                    using (FileLock.Take(Path))
                    {
                        Assert.Equal(1, Interlocked.Increment(ref holders));
                        Interlocked.Increment(ref taken);
                        Interlocked.Decrement(ref holders);
                    }
                }
                catch (IOException e) when (FileLock.IsHeld(e))
                {
                }
            }
        }

        var failures = new Exception?[4];
        var threads = failures.Select(
            (_, index) => new Thread(() => failures[index] = Record.Exception(Work))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.All(failures, Assert.Null);
        Assert.NotEqual(0, taken);
    }
}
