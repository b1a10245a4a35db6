using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FastElman.Benchmarks.Service.Http;

/// <summary>
/// A connection of HTTP/1.1. Unlike HttpClient it never sends a request again by itself, so whoever counts requests and
/// answers counts those of the service. One request at a time.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket;
    private byte[] _received = new byte[4096];
    private int _length;

    private HttpConnection(Socket socket) => _socket = socket;

    /// <summary>Connects; throws a SocketException where nobody listens.</summary>
    public static async Task<HttpConnection> ConnectAsync(EndPoint endPoint)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint);
            return new HttpConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request.</summary>
    public void Send(ReadOnlySpan<byte> request)
    {
        try
        {
            _socket.Send(request);
        }
        catch (SocketException e)
        {
            throw new ConnectionClosedException(isWithinAnswer: false, e);
        }
    }

    /// <summary>Receives the answer to the request that was sent.</summary>
    /// <exception cref="ConnectionClosedException">The connection was closed before the whole answer came.</exception>
    public async Task<HttpAnswer> ReceiveAsync()
    {
        int end;
        while ((end = _received.AsSpan(0, _length).IndexOf("\r\n\r\n"u8)) < 0)
        {
            await ReceiveMoreAsync();
        }

        var head = Encoding.ASCII.GetString(_received, 0, end).Split("\r\n");
        var start = end + 4;
        var status = int.Parse(head[0].AsSpan(9, 3), CultureInfo.InvariantCulture);
        var body = HeaderOf(head, "Content-Length") is { } length
            ? await ReceiveBodyAsync(start, int.Parse(length, CultureInfo.InvariantCulture))
            : await ReceiveChunksAsync(start);
        return new HttpAnswer(
            status, body, "close".Equals(HeaderOf(head, "Connection"), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Asks, and waits for the answer.</summary>
    public Task<HttpAnswer> AskAsync(ReadOnlySpan<byte> request)
    {
        Send(request);
        return ReceiveAsync();
    }

    public void Dispose() => _socket.Dispose();

    private static string? HeaderOf(string[] head, string name) => head
        .Where(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim()).FirstOrDefault();

    private async Task<string> ReceiveBodyAsync(int start, int length)
    {
        while (_length < start + length)
        {
            await ReceiveMoreAsync();
        }

        var body = Encoding.UTF8.GetString(_received, start, length);
        Drop(start + length);
        return body;
    }

    private async Task<string> ReceiveChunksAsync(int start)
    {
        var body = new List<byte>();
        while (true)
        {
            int line;
            while ((line = _received.AsSpan(start, _length - start).IndexOf("\r\n"u8)) < 0)
            {
                await ReceiveMoreAsync();
            }

            var size = int.Parse(
                Encoding.ASCII.GetString(_received, start, line), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            start += line + 2;
            while (_length < start + size + 2)
            {
                await ReceiveMoreAsync();
            }

            body.AddRange(_received.AsSpan(start, size));
            start += size + 2;
            if (size == 0)
            {
                Drop(start);
                return Encoding.UTF8.GetString(body.ToArray());
            }
        }
    }

    private async Task ReceiveMoreAsync()
    {
        if (_length == _received.Length)
        {
            Array.Resize(ref _received, 2 * _length);
        }

        int count;
        try
        {
            count = await _socket.ReceiveAsync(_received.AsMemory(_length));
        }
        catch (SocketException e)
        {
            throw new ConnectionClosedException(_length > 0, e);
        }

        if (count == 0)
        {
            throw new ConnectionClosedException(_length > 0);
        }

        _length += count;
    }

    private void Drop(int count)
    {
        _received.AsSpan(count, _length - count).CopyTo(_received);
        _length -= count;
    }
}

/// <summary>An answer.</summary>
/// <param name="Status">The status, such as 200.</param>
/// <param name="Body">The body.</param>
/// <param name="Closes">The service takes no further request over the connection.</param>
internal sealed record HttpAnswer(int Status, string Body, bool Closes);

/// <summary>The service has closed the connection instead of answering.</summary>
internal sealed class ConnectionClosedException(bool isWithinAnswer, Exception? cause = null)
    : IOException($"The connection was closed {(isWithinAnswer ? "within" : "before")} an answer.", cause)
{
    /// <summary>A part of the answer had come.</summary>
    public bool IsWithinAnswer => isWithinAnswer;
}
