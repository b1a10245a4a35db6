using System.Runtime.Versioning;
using FastElman.Files;
using FastElman.Fixtures;

namespace FastElman.Tests.Files;

/// <summary>Permissions, owner and access control list of a file that is replaced.</summary>
public sealed class FileRightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

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

        OutputFile.Write(path, "new");

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
        UnixTool.Run("chown", "12345:23456", path);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        OutputFile.Write(path, "new");

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

        OutputFile.Write(path, "new");

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
}
