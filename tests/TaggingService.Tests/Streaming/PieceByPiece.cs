using System.Net;
using System.Text;
using System.Threading.Channels;

namespace FastElman.Samples.TaggingService.Tests.Streaming;

/// <summary>The body of a request, whose pieces are sent when a test says so.</summary>
internal sealed class PieceByPiece : HttpContent
{
    private readonly Channel<string> _pieces = Channel.CreateUnbounded<string>();

    public void Send(string piece) => Assert.True(_pieces.Writer.TryWrite(piece));

    public void Complete() => _pieces.Writer.Complete();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await foreach (var piece in _pieces.Reader.ReadAllAsync())
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(piece));
            await stream.FlushAsync();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
