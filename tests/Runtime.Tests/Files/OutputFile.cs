using System.Text;
using FastElman.Files;

namespace FastElman.Tests.Files;

/// <summary>Writes files as every output is written, and checks how that is refused.</summary>
internal static class OutputFile
{
    public static void Write(string path, string text) =>
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>Both before the work and by the write itself; no message names a temporary file.</summary>
    public static void AssertRefused(string problem, string path)
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
}
