using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;

namespace FastElman.Samples.TaggingService.Streaming;

/// <summary>Lines of UTF-8 as they come, each no longer than is allowed.</summary>
internal static class Lines
{
    public static async IAsyncEnumerable<string> ReadAsync(
        PipeReader reader, int maximumBytes, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                yield return Encoding.UTF8.GetString(rest.Slice(0, end));
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            if (rest.Length > maximumBytes)
            {
                throw new StreamProblemException($"A line has more than {maximumBytes} bytes; no more are allowed.");
            }

            if (read.IsCompleted)
            {
                yield return Encoding.UTF8.GetString(rest);
                reader.AdvanceTo(rest.End);
                yield break;
            }

            reader.AdvanceTo(rest.Start, rest.End);
        }
    }
}
