using FastElman.Files;
using FastElman.Fixtures;

namespace FastElman.Tests.Files;

/// <summary>Disks and devices that do not take what is written; making them needs rights.</summary>
public sealed class UnwritableTargetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_on_a_disk_that_is_only_read_is_an_error_before_the_work()
    {
        var path = _folder.Write("a", "old");
        UnixTool.Run("mount", "--bind", _folder.Path, _folder.Path);
        try
        {
            UnixTool.Run("mount", "-o", "remount,ro,bind", _folder.Path);

            Assert.StartsWith(
                $"{path}: the file may not be written: ",
                Assert.Throws<UnauthorizedAccessException>(() => AtomicFile.Require(path)).Message,
                StringComparison.Ordinal);
        }
        finally
        {
            UnixTool.Run("umount", _folder.Path);
        }
    }

    [Fact]
    public void A_file_that_may_not_be_written_is_an_error_before_the_work_and_stays()
    {
        var path = _folder.Write("a", "old");
        UnixTool.Run("chattr", "+i", path);
        try
        {
            OutputFile.AssertRefused("the file may not be written", path);
        }
        finally
        {
            UnixTool.Run("chattr", "-i", path);
        }

        Assert.Equal("old", File.ReadAllText(path));
    }

    [Fact]
    public void A_file_that_can_only_grow_is_an_error_before_the_work()
    {
        var path = _folder.Write("a", "old");
        SkipUnlessTold(path);
        UnixTool.Run("chattr", "+a", path);
        try
        {
            OutputFile.AssertRefused("it is protected from changes", path);
        }
        finally
        {
            UnixTool.Run("chattr", "-a", path);
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
        UnixTool.Run("chattr", "+a", folder);
        try
        {
            OutputFile.AssertRefused("its folder is protected from changes", Path.Combine(folder, name));
            Assert.Single(Directory.GetFileSystemEntries(folder));
        }
        finally
        {
            UnixTool.Run("chattr", "-a", folder);
        }
    }

    [Fact]
    public void A_file_that_is_a_mount_point_is_an_error_before_the_work()
    {
        var path = _folder.Write("a", "old");
        SkipUnlessTold(path);
        UnixTool.Run("mount", "--bind", _folder.Write("b", "other"), path);
        try
        {
            OutputFile.AssertRefused("this is a mount point", path);
        }
        finally
        {
            UnixTool.Run("umount", path);
        }
    }

    [Fact]
    public void A_disk_that_fills_up_is_an_error_and_leaves_the_old_file()
    {
        var disk = Directory.CreateDirectory(_folder.File("disk")).FullName;
        UnixTool.Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk);
        try
        {
            var path = Path.Combine(disk, "a");
            File.WriteAllText(path, "old");

            var exception = Assert.ThrowsAny<IOException>(() => AtomicFile.Write(path, WriteWithoutEnd));

            Assert.StartsWith("No space left on device", exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(".tmp", exception.Message, StringComparison.Ordinal);
            Assert.Equal("old", File.ReadAllText(path));
            Assert.Equal([path], Directory.GetFileSystemEntries(disk));
        }
        finally
        {
            UnixTool.Run("umount", disk);
        }

        static void WriteWithoutEnd(Stream stream)
        {
            for (var i = 0; i < 1000; i++)
            {
                stream.Write(new byte[1000]);
            }
        }
    }

    [Fact]
    public void A_device_that_no_driver_serves_is_an_error_before_the_work()
    {
        var device = _folder.File("device");
        UnixTool.Run("mknod", device, "c", "240", "250");

        Assert.StartsWith(
            $"{device}: it cannot be opened to be written: ",
            Assert.Throws<IOException>(() => AtomicFile.Require(device)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Whether_a_folder_ignores_case_is_tried()
    {
        _folder.Write("a", "b");

        Assert.Equal(File.Exists(_folder.File("A")), FolderCase.IsIgnored(_folder.File("new")));
        Assert.False(FolderCase.IsIgnored(_folder.File("none/new")));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    private static void SkipUnlessTold(string path) => Assert.SkipWhen(
        OutputTarget.Find(path).Status is { Mount: 0 }, "this system tells neither mounts nor attributes of a file");
}
