using System.IO.Pipes;
using System.Runtime.InteropServices;
using FastElman.Files;

namespace FastElman.Tests.Files;

/// <summary>Descriptors that this process was given, in whatever state they are.</summary>
public sealed partial class DescriptorStreamTests
{
    /// <summary>F_SETFL and O_NONBLOCK of Linux.</summary>
    private const int SetFlags = 4, NonBlocking = 0x800;

    [Fact]
    public async Task A_pipe_that_does_not_wait_for_its_reader_gets_all_the_same()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the numbers are those of Linux");
        var bytes = new byte[1 << 20];
        Random.Shared.NextBytes(bytes);
        using var output = new AnonymousPipeServerStream(PipeDirection.Out);
        using var input = new AnonymousPipeClientStream(PipeDirection.In, output.ClientSafePipeHandle);
        var descriptor = (int)output.SafePipeHandle.DangerousGetHandle();
        Assert.Equal(0, Control(descriptor, SetFlags, NonBlocking));
        var received = new byte[bytes.Length];
        var reading = Task.Run(
            async () =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100));
                await input.ReadExactlyAsync(received);
            },
            TestContext.Current.CancellationToken);

        AtomicFile.Require($"/dev/fd/{descriptor}");
        AtomicFile.Write($"/dev/fd/{descriptor}", stream => stream.Write(bytes));

        await reading;
        Assert.Equal(bytes, received);
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int flags);
}
