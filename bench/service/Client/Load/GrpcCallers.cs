using FastElman.Samples.TaggingService.Grpc;
using Grpc.Core;
using TaggingClient = FastElman.Samples.TaggingService.Grpc.TextTagger.TextTaggerClient;

namespace FastElman.Benchmarks.Service.Load;

/// <summary>A text a call.</summary>
internal sealed class UnaryCaller(TaggingClient client, Texts texts, int number) : ICaller
{
    public async Task CallAsync(int round) =>
        await client.FindSlotsAsync(new FindSlotsRequest { Text = texts[number, round] });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>A sentence a call, word by word.</summary>
internal sealed class SentenceStreamCaller(TaggingClient client, Texts texts, int number) : ICaller
{
    public async Task CallAsync(int round)
    {
        using var call = client.StreamSlots();
        var words = texts[number, round].Split(' ').Select(text => new Word { Text = text });
        await StreamCalls.WriteAsync(call.RequestStream, words);
        await StreamCalls.CompleteAsync(call.RequestStream);
        while (await call.ResponseStream.MoveNext())
        {
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Many sessions over one call: each message takes a word of each, and is answered by one message.</summary>
internal sealed class SessionsCaller(TaggingClient client, Texts texts, int number, int sessions) : ICaller
{
    private readonly AsyncDuplexStreamingCall<SessionWords, SessionLabels> _call = client.StreamSessions();
    private readonly (string[] Words, int Next)[] _sentences = new (string[], int)[sessions];
    private int _count;

    public async Task CallAsync(int round)
    {
        var message = new SessionWords();
        for (var session = 0; session < sessions; session++)
        {
            ref var sentence = ref _sentences[session];
            if (sentence.Words is null || sentence.Next == sentence.Words.Length)
            {
                sentence = (texts[number * sessions, _count++].Split(' '), 0);
            }

            var text = sentence.Words[sentence.Next++];
            message.Words.Add(
                new SessionWord { Session = session, Text = text, End = sentence.Next == sentence.Words.Length });
        }

        await StreamCalls.WriteAsync(_call.RequestStream, [message]);
        if (!await _call.ResponseStream.MoveNext())
        {
            throw new RpcException(new Status(StatusCode.Unknown, "The service has ended the stream."));
        }
    }

    public async ValueTask DisposeAsync()
    {
        using (_call)
        {
            await StreamCalls.CompleteAsync(_call.RequestStream);
            while (await _call.ResponseStream.MoveNext())
            {
            }
        }
    }
}

/// <summary>What fails to be sent tells nothing: the status of a call comes with its answers.</summary>
internal static class StreamCalls
{
    public static async Task WriteAsync<T>(IClientStreamWriter<T> stream, IEnumerable<T> messages)
    {
        try
        {
            foreach (var message in messages)
            {
                await stream.WriteAsync(message);
            }
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // The service has ended the call.
        }
    }

    public static async Task CompleteAsync<T>(IClientStreamWriter<T> stream)
    {
        try
        {
            await stream.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // As above.
        }
    }
}
