using System.Diagnostics;
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
        var device = Make("mknod", _folder.File("null"), "c", "1", "3");

        Write(device, "new");

        Assert.Equal(OutputKind.Device, OutputTarget.Find(device).Kind);
        Assert.Equal([device], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_device_that_a_link_leads_to_stays_a_device()
    {
        var device = Make("mknod", _folder.File("null"), "c", "1", "3");
        File.CreateSymbolicLink(_folder.File("link"), "null");

        Write(_folder.File("link"), "new");

        Assert.Equal(OutputKind.Device, OutputTarget.Find(device).Kind);
        Assert.Equal("null", new FileInfo(_folder.File("link")).LinkTarget);
    }

    [Fact]
    public void A_device_that_is_full_is_an_error_that_names_it()
    {
        var device = Make("mknod", _folder.File("full"), "c", "1", "7");

        Assert.StartsWith(
            $"{device}: it takes no more: ",
            Assert.Throws<IOException>(() => Write(device, "new")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_gets_what_is_written()
    {
        var pipe = Make("mkfifo", _folder.File("pipe"));
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
        Write(target, "new");
        UnixFile.Write((int)number, " after"u8);

        Assert.Equal("before new after", Encoding.UTF8.GetString(Bytes(open)));
    }

    [Fact]
    public void A_descriptor_that_is_not_open_is_an_error()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no descriptors");

        Refuse("there is no open descriptor 7654", "/dev/fd/7654");
    }

    [Fact]
    public void A_descriptor_that_is_only_read_is_an_error_before_the_work()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self/fd"), "there are no descriptors in /proc");
        using var open = File.OpenRead(_folder.Write("read", "old"));

        Refuse("cannot be written", $"/dev/fd/{open.SafeFileHandle.DangerousGetHandle()}");
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

        Refuse("this is a socket", path);

        Assert.Equal(OutputKind.Socket, OutputTarget.Find(path).Kind);
    }

    [Fact]
    public void A_folder_is_an_error_before_the_work() =>
        Refuse("a folder is where the file has to be", _folder.Path);

    [Fact]
    public void A_file_in_the_place_of_the_folder_is_said_to_be_one() =>
        Refuse("is a file, not a folder", Path.Combine(_folder.Write("file", "old"), "a"));

    [Fact]
    public void A_link_to_a_file_that_is_not_there_makes_that_file()
    {
        Directory.CreateDirectory(_folder.File("sub"));
        File.CreateSymbolicLink(_folder.File("link"), "sub/second");
        File.CreateSymbolicLink(_folder.File("sub/second"), "../real");

        Write(_folder.File("link"), "new");

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

        Write(_folder.File("short/link"), "new");

        Assert.Equal("new", File.ReadAllText(_folder.File("a/real")));
    }

    [Fact]
    public void Links_in_a_circle_are_an_error()
    {
        File.CreateSymbolicLink(_folder.File("a"), "b");
        File.CreateSymbolicLink(_folder.File("b"), "a");

        Assert.ThrowsAny<IOException>(() => Write(_folder.File("a"), "new"));
        Assert.ThrowsAny<IOException>(() => AtomicFile.Require(_folder.File("a")));
        Assert.Equal("b", new FileInfo(_folder.File("a")).LinkTarget);
    }

    [Fact]
    public void A_way_up_behind_a_link_that_means_two_places_is_an_error()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links are followed last there");
        Directory.CreateDirectory(_folder.File("real/sub"));
        File.CreateSymbolicLink(_folder.File("link"), "real/sub");

        Refuse("behind a link leads to", _folder.File("link/../a"));

        Assert.False(File.Exists(_folder.File("a")));
    }

    [Fact]
    public void A_way_up_behind_a_link_that_means_one_place_is_no_error()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links are followed last there");
        Directory.CreateDirectory(_folder.File("sub"));
        File.CreateSymbolicLink(_folder.File("link"), "sub");

        Write(_folder.File("link/../a"), "new");

        Assert.Equal("new", File.ReadAllText(_folder.File("a")));
    }

    [Fact]
    public void A_link_to_a_name_that_is_not_text_is_an_error()
    {
        Make("sh", "-c", "ln -s \"$(printf 'd\\377')\" \"$0\"", _folder.File("link"));

        Refuse("is not UTF-8", _folder.File("link"));

        Assert.Equal([_folder.File("link")], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("600")]
    [InlineData("640")]
    [InlineData("755")]
    [UnsupportedOSPlatform("windows")]
    public void A_replaced_file_keeps_its_mode(string mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "files have no mode there");
        var path = _folder.Write("a", "old");
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));

        Write(path, "new");

        Assert.Equal((UnixFileMode)Convert.ToInt32(mode, 8), File.GetUnixFileMode(path));
        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void What_replaces_a_private_file_is_private_while_it_is_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "files have no mode there");
        var path = _folder.Write("a", "old");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        AtomicFile.Write(path, _ => Assert.All(
            Directory.GetFiles(_folder.Path),
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file))));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_replaced_file_keeps_its_owner_and_group()
    {
        var path = _folder.Write("a", "old");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "files have no owner of this kind there");
        Make("chown", "12345:23456", path);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        Write(path, "new");

        var status = OutputTarget.Find(path).Status;
        Assert.Equal((12345u, 23456u), (status?.Owner, status?.Group));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(path));
    }

    /// <summary>The list: owner rw, user 1000 rw, group nothing, mask rw, others nothing (acl(5)).</summary>
    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_replaced_file_keeps_its_access_control_list()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "there are no such lists");
        var list = Convert.FromHexString(
            "02000000" + "01000600FFFFFFFF" + "02000600E8030000" + "04000000FFFFFFFF" + "10000600FFFFFFFF"
            + "20000000FFFFFFFF");
        var path = _folder.Write("a", "old");
        using (var file = File.OpenHandle(path, access: FileAccess.ReadWrite))
        {
            Assert.SkipUnless(UnixAccessList.TryWrite(file, list), "the file system has no such lists");
        }

        Write(path, "new");

        Assert.Equal(list, UnixAccessList.Read(path));
        Assert.Equal((UnixFileMode)Convert.ToInt32("660", 8), File.GetUnixFileMode(path));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_file_that_takes_the_name_of_the_new_one_keeps_its_mode()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "files have no mode there");
        var secret = _folder.Write("secret", "mine");
        File.SetUnixFileMode(secret, UnixFileMode.UserRead);
        var path = _folder.Write("a", "old");
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32("666", 8));

        AtomicFile.Write(path, _ =>
        {
            var temporary = Assert.Single(Directory.GetFiles(_folder.Path, "*.tmp"));
            File.Delete(temporary);
            File.CreateSymbolicLink(temporary, secret);
        });

        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(secret));
    }

    [Fact]
    public void Another_hard_link_keeps_the_old_content()
    {
        var path = _folder.Write("a", "old");
        var other = _folder.File("other");
        Make("ln", path, other);

        Write(path, "new");

        Assert.Equal(("new", "old"), (File.ReadAllText(path), File.ReadAllText(other)));
    }

    [Fact]
    public void A_file_that_may_not_be_written_is_an_error_before_the_work_and_stays()
    {
        var path = _folder.Write("a", "old");
        Make("chattr", "+i", path);
        try
        {
            Refuse("the file may not be written", path);
        }
        finally
        {
            Make("chattr", "-i", path);
        }

        Assert.Equal("old", File.ReadAllText(path));
    }

    [Fact]
    public void A_file_that_can_only_grow_is_an_error_before_the_work()
    {
        var path = _folder.Write("a", "old");
        SkipUnlessTold(path);
        Make("chattr", "+a", path);
        try
        {
            Refuse("it is protected from changes", path);
        }
        finally
        {
            Make("chattr", "-a", path);
        }
    }

    [Theory]
    [InlineData("old")]
    [InlineData("new")]
    public void A_folder_whose_files_stay_is_an_error_before_the_work(string name)
    {
        var folder = Directory.CreateDirectory(_folder.File("folder")).FullName;
        File.WriteAllText(Path.Combine(folder, "old"), "old");
        SkipUnlessTold(folder);
        Make("chattr", "+a", folder);
        try
        {
            Refuse("its folder is protected from changes", Path.Combine(folder, name));
            Assert.Single(Directory.GetFileSystemEntries(folder));
        }
        finally
        {
            Make("chattr", "-a", folder);
        }
    }

    [Fact]
    public void A_file_that_is_a_mount_point_is_an_error_before_the_work()
    {
        var path = _folder.Write("a", "old");
        SkipUnlessTold(path);
        Make("mount", "--bind", _folder.Write("b", "other"), path);
        try
        {
            Refuse("this is a mount point", path);
        }
        finally
        {
            Make("umount", path);
        }
    }

    [Theory]
    [InlineData(255)]
    [InlineData(250)]
    public void A_name_as_long_as_the_system_allows_can_be_written(int length)
    {
        var path = _folder.File(new string('n', length));

        AtomicFile.Require(path);
        Write(path, "new");

        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void A_name_that_is_too_long_is_an_error_before_the_work()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the system tells only when it is written");

        Refuse("the name is too long", _folder.File(new string('n', 256)));
        Refuse("the name is too long", _folder.File(new string('ä', 128)));
    }

    [Theory]
    [InlineData("/proc/fastelman")]
    [InlineData("/sys/fastelman")]
    public void A_place_where_nothing_can_be_made_is_an_error_before_the_work(string path)
    {
        Assert.SkipUnless(Directory.Exists(Path.GetDirectoryName(path)), "there is no such place");

        Refuse(path, path);
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

    private static void SkipUnlessTold(string path) => Assert.SkipWhen(
        OutputTarget.Find(path).Status is { Mount: 0 }, "this system tells neither mounts nor attributes of a file");

    private static void Write(string path, string text) =>
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private static void Refuse(string problem, string path)
    {
        Exception[] exceptions =
        [
            Assert.ThrowsAny<SystemException>(() => AtomicFile.Require(path)),
            Assert.ThrowsAny<SystemException>(
                () => AtomicFile.Write(path, _ => { })),
        ];
        Assert.All(exceptions, exception => Assert.Contains(problem, exception.Message, StringComparison.Ordinal));
        Assert.All(exceptions, exception => Assert.DoesNotContain(".tmp", exception.Message, StringComparison.Ordinal));
    }

    /// <summary>Runs a tool that makes something of Unix; gives the path.</summary>
    private static string Make(string tool, string path, params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), $"there is no {tool}");
        using var process = Process.Start(
            new ProcessStartInfo(tool, [path, .. arguments]) { RedirectStandardError = true })!;
        process.WaitForExit();
        Assert.SkipUnless(process.ExitCode == 0, $"{tool} is not allowed here");
        return path;
    }

    private static byte[] Bytes(FileStream stream)
    {
        var bytes = new byte[stream.Length];
        RandomAccess.Read(stream.SafeFileHandle, bytes, 0);
        return bytes;
    }
}
