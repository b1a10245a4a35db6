using FastElman.Files;
using FastElman.Fixtures;

namespace FastElman.Tests.Files;

/// <summary>Where paths lead, and which of them are open descriptors.</summary>
public sealed class LinkedPathTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/dev/fd/1", 1)]
    [InlineData("/proc/self/fd/1", 1)]
    [InlineData("/proc/PID/fd/1", 1)]
    [InlineData("/proc/PID/task/PID/fd/1", 1)]
    [InlineData("/proc/PID/task/PID/fd/x", null)]
    [InlineData("/proc/PID/task/PID/fe/1", null)]
    [InlineData("/proc/PID/tusk/PID/fd/1", null)]
    [InlineData("/proc/PID/fd/x", null)]
    [InlineData("/proc/PID/fd/-1", null)]
    [InlineData("/proc/PID/fd/99999999999", null)]
    [InlineData("/proc/PID/fe/1", null)]
    [InlineData("/proc/999999999/fd/1", null)]
    [InlineData("/proc/999999999/task/1/fd/1", null)]
    [InlineData("/prod/PID/fd/1", null)]
    [InlineData("/prod/PID/task/PID/fd/1", null)]
    [InlineData("/dev/fe/1", null)]
    [InlineData("/dew/fd/1", null)]
    public void A_descriptor_is_one_of_this_process_by_its_number(string path, int? expected)
    {
        Assert.SkipUnless(Directory.Exists("/proc/self/fd"), "there are no descriptors in /proc");

        LinkedPath.Resolve(path.Replace("PID", $"{Environment.ProcessId}", StringComparison.Ordinal), out var found);

        Assert.Equal(expected, found);
    }

    [Fact]
    public void A_link_that_climbs_above_the_root_stays_there()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        var climb = string.Concat(Enumerable.Repeat("../", 64));
        File.CreateSymbolicLink(_folder.File("link"), $"{climb}{_folder.File("a")[1..]}");

        AtomicFile.Write(_folder.File("link"), stream => stream.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(_folder.File("a")));
    }

    [Theory]
    [InlineData("new/")]
    [InlineData("new//")]
    public void A_name_that_ends_as_a_folder_is_no_name_of_a_file(string name) => Assert.EndsWith(
        "this is not the name of a file",
        Assert.Throws<IOException>(() => AtomicFile.Require(_folder.Path + Path.DirectorySeparatorChar + name)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_pipe_is_looked_at_without_waiting_for_its_reader()
    {
        var pipe = _folder.File("pipe");
        UnixTool.Run("mkfifo", pipe);

        AtomicFile.Require(pipe);

        Assert.Equal([pipe], Directory.GetFileSystemEntries(_folder.Path));
    }
}
