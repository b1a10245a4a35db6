using System.Net;
using System.Net.Sockets;
using FastElman.Benchmarks.Service.Http;
using FastElman.Benchmarks.Service.Load;

namespace FastElman.Benchmarks.Service.Failures;

/// <summary>Asks over one connection of HTTP/1.1 for as long as the service keeps it, then over another.</summary>
internal sealed class HttpCaller(EndPoint endPoint, Texts texts, Counts counts)
{
    /// <summary>Whether an answer is right: the index of the text, and the body.</summary>
    public Func<int, string, bool> IsRight { get; init; } = (_, _) => true;

    /// <summary>Asks until it shall not go on, or nobody listens.</summary>
    public async Task RunAsync(Func<bool> goesOn)
    {
        HttpConnection? connection = null;
        for (var round = 0; goesOn(); round++)
        {
            try
            {
                connection ??= await HttpConnection.ConnectAsync(endPoint);
            }
            catch (SocketException e)
            {
                if (e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.ConnectionReset)
                {
                    counts.AddRefused();
                }
                else
                {
                    counts.AddFailure($"connect: {e.SocketErrorCode}");
                }

                return;
            }

            if (!await AskAsync(connection, round % texts.Count))
            {
                connection.Dispose();
                connection = null;
            }
        }

        connection?.Dispose();
    }

    /// <returns>Whether the connection can be used again.</returns>
    private async Task<bool> AskAsync(HttpConnection connection, int index)
    {
        counts.AddSent();
        try
        {
            var answer = await connection.AskAsync(texts.HttpRequest(index));
            if (answer.Status == 200 && IsRight(index, answer.Body))
            {
                counts.AddAnswered();
            }
            else
            {
                counts.AddFailure($"HTTP {answer.Status}: {answer.Body}");
            }

            return !answer.Closes;
        }
        catch (ConnectionClosedException e)
        {
            if (e.IsWithinAnswer)
            {
                counts.AddFailure(e.Message);
            }
            else
            {
                counts.AddUntaken();
            }

            return false;
        }
    }
}
