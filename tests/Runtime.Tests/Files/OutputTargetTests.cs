using System.Runtime.Versioning;
using System.Text;
using FastElman.Files;
using FastElman.Fixtures;

namespace FastElman.Tests.Files;

/// <summary>What a file may be written to, and what has to stay what it is.</summary>
public sealed class OutputTargetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_device_is_written_to_and_stays_a_device()
    {
        var device = _folder.File("null");
        UnixTool.Run("mknod", device, "c", "1", "3");

        OutputFile.Write(device, "new");

        Assert.Equal(OutputKind.Device, OutputTarget.Find(device).Kind);
        Assert.Equal([device], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_device_that_a_link_leads_to_stays_a_device()
    {
        var device = _folder.File("null");
        UnixTool.Run("mknod", device, "c", "1", "3");
        File.CreateSymbolicLink(_folder.File("link"), "null");

        OutputFile.Write(_folder.File("link"), "new");

        Assert.Equal(OutputKind.Device, OutputTarget.Find(device).Kind);
        Assert.Equal("null", new FileInfo(_folder.File("link")).LinkTarget);
    }

    [Fact]
    public void A_device_that_is_full_is_an_error_that_names_it()
    {
        var device = _folder.File("full");
        UnixTool.Run("mknod", device, "c", "1", "7");

        Assert.StartsWith(
            $"{device}: it takes no more: ",
            Assert.Throws<IOException>(() => OutputFile.Write(device, "new")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_gets_what_is_written()
    {
        var pipe = _folder.File("pipe");
        UnixTool.Run("mkfifo", pipe);
        var reader = Task.Run(() => File.ReadAllText(pipe), TestContext.Current.CancellationToken);

        AtomicFile.Write(pipe, stream =>
        {
            stream.Write("old"u8);
            stream.Position = 0;
            stream.Write("new"u8);
        });

        Assert.Equal("new", await reader);
        Assert.Equal(OutputKind.Pipe, OutputTarget.Find(pipe).Kind);
    }

    [Theory]
    [InlineData("/dev/fd/{0}")]
    [InlineData("/proc/self/fd/{0}")]
    [InlineData("link")]
    [UnsupportedOSPlatform("windows")]
    public void An_open_descriptor_is_written_at_its_place(string form)
    {
        Assert.SkipUnless(Directory.Exists("/proc/self/fd"), "there are no descriptors in /proc");
        var path = _folder.File("log");
        using var open = new FileStream(
            path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        var number = open.SafeFileHandle.DangerousGetHandle();
        var target = form.Replace("{0}", $"{number}", StringComparison.Ordinal);
        if (form == "link")
        {
            target = _folder.File("link");
            File.CreateSymbolicLink(target, $"/proc/self/fd/{number}");
        }

        UnixFile.Write((int)number, "before "u8);
        OutputFile.Write(target, "new");
        UnixFile.Write((int)number, " after"u8);

        Assert.Equal("before new after", Encoding.UTF8.GetString(Bytes(open)));
    }

    [Fact]
    public void A_descriptor_that_is_not_open_is_an_error()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no descriptors");

        OutputFile.AssertRefused("there is no open descriptor 7654", "/dev/fd/7654");
    }

    [Fact]
    public void A_descriptor_that_is_only_read_is_an_error_before_the_work()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self/fd"), "there are no descriptors in /proc");
        using var open = File.OpenRead(_folder.Write("read", "old"));

        OutputFile.AssertRefused("cannot be written", $"/dev/fd/{open.SafeFileHandle.DangerousGetHandle()}");
    }

    [Fact]
    public void A_socket_is_an_error_and_stays()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a socket is no file there");
        var path = _folder.File("socket");
        using var socket = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix,
            System.Net.Sockets.SocketType.Stream,
            System.Net.Sockets.ProtocolType.Unspecified);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(path));

        OutputFile.AssertRefused("this is a socket", path);

        Assert.Equal(OutputKind.Socket, OutputTarget.Find(path).Kind);
    }

    [Fact]
    public void A_folder_is_an_error_before_the_work() =>
        OutputFile.AssertRefused("a folder is where the file has to be", _folder.Path);

    [Fact]
    public void A_file_in_the_place_of_the_folder_is_said_to_be_one() =>
        OutputFile.AssertRefused("is a file, not a folder", Path.Combine(_folder.Write("file", "old"), "a"));

    [Fact]
    public void A_link_to_a_file_that_is_not_there_makes_that_file()
    {
        Directory.CreateDirectory(_folder.File("sub"));
        File.CreateSymbolicLink(_folder.File("link"), "sub/second");
        File.CreateSymbolicLink(_folder.File("sub/second"), "../real");

        OutputFile.Write(_folder.File("link"), "new");

        Assert.Equal("new", File.ReadAllText(_folder.File("real")));
        Assert.Equal("sub/second", new FileInfo(_folder.File("link")).LinkTarget);
        Assert.Equal("../real", new FileInfo(_folder.File("sub/second")).LinkTarget);
    }

    [Fact]
    public void A_link_upwards_counts_from_where_its_folder_really_is()
    {
        Directory.CreateDirectory(_folder.File("a/b"));
        Directory.CreateSymbolicLink(_folder.File("short"), "a/b");
        File.CreateSymbolicLink(_folder.File("a/b/link"), "../real");

        OutputFile.Write(_folder.File("short/link"), "new");

        Assert.Equal("new", File.ReadAllText(_folder.File("a/real")));
    }

    [Fact]
    public void Links_in_a_circle_are_an_error()
    {
        File.CreateSymbolicLink(_folder.File("a"), "b");
        File.CreateSymbolicLink(_folder.File("b"), "a");

        Assert.ThrowsAny<IOException>(() => OutputFile.Write(_folder.File("a"), "new"));
        Assert.ThrowsAny<IOException>(() => AtomicFile.Require(_folder.File("a")));
        Assert.Equal("b", new FileInfo(_folder.File("a")).LinkTarget);
    }

    [Fact]
    public void A_way_up_behind_a_link_that_means_two_places_is_an_error()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links are followed last there");
        Directory.CreateDirectory(_folder.File("real/sub"));
        File.CreateSymbolicLink(_folder.File("link"), "real/sub");

        OutputFile.AssertRefused("behind a link leads to", _folder.File("link/../a"));

        Assert.False(File.Exists(_folder.File("a")));
    }

    [Fact]
    public void A_way_up_behind_a_link_that_means_one_place_is_no_error()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links are followed last there");
        Directory.CreateDirectory(_folder.File("sub"));
        File.CreateSymbolicLink(_folder.File("link"), "sub");

        OutputFile.Write(_folder.File("link/../a"), "new");

        Assert.Equal("new", File.ReadAllText(_folder.File("a")));
    }

    [Fact]
    public void A_link_to_a_name_that_is_not_text_is_an_error()
    {
        UnixTool.Run("sh", "-c", "ln -s \"$(printf 'd\\377')\" \"$0\"", _folder.File("link"));

        OutputFile.AssertRefused("is not UTF-8", _folder.File("link"));

        Assert.Equal([_folder.File("link")], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Another_hard_link_keeps_the_old_content()
    {
        var path = _folder.Write("a", "old");
        var other = _folder.File("other");
        UnixTool.Run("ln", path, other);

        OutputFile.Write(path, "new");

        Assert.Equal(("new", "old"), (File.ReadAllText(path), File.ReadAllText(other)));
    }

    [Theory]
    [InlineData(255)]
    [InlineData(250)]
    public void A_name_as_long_as_the_system_allows_can_be_written(int length)
    {
        var path = _folder.File(new string('n', length));

        AtomicFile.Require(path);
        OutputFile.Write(path, "new");

        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void A_name_that_is_too_long_is_an_error_before_the_work()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the system tells only when it is written");

        OutputFile.AssertRefused("the name is too long", _folder.File(new string('n', 256)));
        OutputFile.AssertRefused("the name is too long", _folder.File(new string('ä', 128)));
    }

    [Theory]
    [InlineData("/proc/fastelman")]
    [InlineData("/sys/fastelman")]
    public void A_place_where_nothing_can_be_made_is_an_error_before_the_work(string path)
    {
        Assert.SkipUnless(Directory.Exists(Path.GetDirectoryName(path)), "there is no such place");

        OutputFile.AssertRefused(path, path);
    }

    [Fact]
    public void A_disk_without_room_is_an_error_before_the_work() =>
        Assert.Contains(
            "there is no room",
            Assert.Throws<IOException>(() => OutputRoom.Require(
                [(_folder.File("a"), long.MaxValue / 2), (_folder.Path, long.MaxValue / 2)])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void To_look_whether_it_can_be_written_changes_nothing()
    {
        var path = _folder.Write("a", "old");
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        AtomicFile.Require(path);
        AtomicFile.Require(_folder.File("b"));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(2020, File.GetLastWriteTimeUtc(path).Year);
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
    }

    private static byte[] Bytes(FileStream stream)
    {
        var bytes = new byte[stream.Length];
        RandomAccess.Read(stream.SafeFileHandle, bytes, 0);
        return bytes;
    }
}
