using System.Runtime.Versioning;
using FastElman.Files;

namespace FastElman.Tests.Files;

/// <summary>The reason of the system, without paths that a user has never seen.</summary>
public sealed class SystemMessageTests
{
    [Fact]
    public void The_reason_is_given_without_the_path()
    {
        (Exception Exception, string Reason)[] reasons =
        [
            (new DirectoryNotFoundException("no /tmp/x"), "the system makes none there"),
            (new FileNotFoundException("no /tmp/x"), "the system makes none there"),
            (new IOException("No space left on device : '/tmp/x'"), "No space left on device"),
            (new IOException("Too many links"), "Too many links"),
            (new UnauthorizedAccessException("Access to '/tmp/x'", new IOException("Not allowed")), "Not allowed"),
            (new UnauthorizedAccessException("Access is denied : '/tmp/x'"), "Access is denied"),
        ];

        Assert.All(reasons, each => Assert.Equal(each.Reason, SystemMessage.Of(each.Exception)));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_file_that_is_missing_may_not_be_written_for_a_reason()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the system is asked otherwise there");

        Assert.NotEmpty(UnixFile.FindObstacle("/none/of/these")!);
    }
}
