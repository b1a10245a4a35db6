using FastElman.Files;
using FastElman.Fixtures;

namespace FastElman.Tests.Files;

/// <summary>Disks that do not refuse what will be written.</summary>
public sealed class OutputRoomTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_disk_with_room_passes() => OutputRoom.Require([(_folder.File("a"), 1), (_folder.Path, 1)]);

    [Fact]
    public void A_device_needs_no_room()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the device has another name there");

        OutputRoom.Require([("/dev/null", long.MaxValue)]);
    }

    [Fact]
    public void A_folder_that_is_missing_says_nothing_of_its_disk() =>
        OutputRoom.Require([(_folder.File("none/a"), long.MaxValue)]);
}
