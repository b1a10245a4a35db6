using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using FastElman.Samples.TaggingService.Contracts;

namespace FastElman.Samples.TaggingService.Streaming;

/// <summary>
/// A WebSocket: text messages with words come in, an empty message ends the sentence and begins the next; events go
/// out as JSON.
/// </summary>
internal sealed class LiveSocket(WebSocket socket, StreamedSentence sentence, int maximumBytes)
{
    private static readonly TimeSpan TimeToClose = TimeSpan.FromSeconds(5);

    /// <summary>Few, so that a caller who sends faster than its answers are read is slowed down.</summary>
    private readonly Channel<string> _messages = Channel.CreateBounded<string>(16);

    /// <summary>Answers until the caller closes, goes beyond a limit, or the service ends.</summary>
    public async Task RunAsync(CancellationToken aborted)
    {
        // Cancelling a receive ends a WebSocket at once, so that it is never asked to stop in the middle of one.
        var receiving = ReceiveAsync(aborted);
        var (status, reason) = await TagAsync(aborted);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        time.CancelAfter(TimeToClose);
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await socket.CloseOutputAsync(status, reason, time.Token);
        }

        await DropRestAsync(time.Token);
        await receiving.WaitAsync(time.Token);
    }

    /// <summary>Reads what still comes, until the caller has closed as well.</summary>
    private async Task DropRestAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var _ in _messages.Reader.ReadAllAsync(cancellationToken))
            {
            }
        }
        catch (StreamProblemException)
        {
            // The caller knows.
        }
    }

    private async Task<(WebSocketCloseStatus Status, string Reason)> TagAsync(CancellationToken aborted)
    {
        try
        {
            while (!sentence.Ended.IsCancellationRequested && await WaitForSentenceAsync(aborted))
            {
                await foreach (var slot in sentence.FindSlotsAsync(MessagesOfSentence(aborted), aborted))
                {
                    await SendAsync(new StreamEvent(Slot: slot), aborted);
                }

                if (!sentence.Ended.IsCancellationRequested)
                {
                    await SendAsync(new StreamEvent(End: true), aborted);
                }
            }
        }
        catch (StreamProblemException e)
        {
            await SendAsync(new StreamEvent(Problem: e.Message), aborted);
            return (WebSocketCloseStatus.PolicyViolation, "beyond a limit");
        }

        return sentence.Ended.IsCancellationRequested
            ? (WebSocketCloseStatus.EndpointUnavailable, "the service is about to end")
            : (WebSocketCloseStatus.NormalClosure, "");
    }

    /// <returns>Whether there is a sentence; none where the caller has closed, or the service ends.</returns>
    private async Task<bool> WaitForSentenceAsync(CancellationToken aborted)
    {
        using var wait = sentence.BeginWait(aborted);
        return await wait.ForAsync(_messages.Reader.WaitToReadAsync(wait.Token));
    }

    private async IAsyncEnumerable<string> MessagesOfSentence(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var message in _messages.Reader.ReadAllAsync(cancellationToken))
        {
            if (message.Length == 0)
            {
                yield break;
            }

            yield return message;
        }
    }

    private async Task ReceiveAsync(CancellationToken aborted)
    {
        Exception? failure = null;
        try
        {
            var buffer = new byte[Math.Min(maximumBytes, 4096)];
            var length = 0;
            while (await socket.ReceiveAsync(buffer.AsMemory(length), aborted) is var read
                && read.MessageType != WebSocketMessageType.Close)
            {
                if (read.MessageType == WebSocketMessageType.Binary)
                {
                    throw new StreamProblemException("Words come as text messages, not as binary ones.");
                }

                length += read.Count;
                if (read.EndOfMessage)
                {
                    await _messages.Writer.WriteAsync(Encoding.UTF8.GetString(buffer.AsSpan(0, length)), aborted);
                    length = 0;
                }
                else if (length == maximumBytes)
                {
                    throw new StreamProblemException(
                        $"A message has more than {maximumBytes} bytes; no more are allowed.");
                }
                else if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, Math.Min(maximumBytes, 2 * length));
                }
            }
        }
        catch (Exception e)
        {
            // The one who reads the messages meets it.
            failure = e;
        }

        _messages.Writer.Complete(failure);
    }

    private ValueTask SendAsync(StreamEvent streamEvent, CancellationToken aborted) =>
        socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(streamEvent, ServiceJson.Default.StreamEvent).AsMemory(),
            WebSocketMessageType.Text,
            endOfMessage: true,
            aborted);
}
