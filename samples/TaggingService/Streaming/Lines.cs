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
        var isCompleted = false;
        while (!isCompleted)
        {
            var read = await reader.ReadAsync(cancellationToken);
            isCompleted = read.IsCompleted;
            var rest = read.Buffer;
            try
            {
                while (rest.PositionOf((byte)'\n') is { } end)
                {
                    yield return TextOf(rest.Slice(0, end), maximumBytes);
                    rest = rest.Slice(rest.GetPosition(1, end));
                }

                if (isCompleted || rest.Length > maximumBytes)
                {
                    yield return TextOf(rest, maximumBytes);
                    rest = rest.Slice(rest.End);
                }
            }
            finally
            {
                // Also where nobody wants the rest: the server reads it then.
                reader.AdvanceTo(rest.Start, rest.End);
            }
        }
    }

    private static string TextOf(in ReadOnlySequence<byte> line, int maximumBytes) => line.Length <= maximumBytes
        ? Encoding.UTF8.GetString(line)
        : throw new StreamProblemException($"A line has more than {maximumBytes} bytes; no more are allowed.");
}
