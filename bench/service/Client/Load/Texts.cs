using System.Text;
using System.Text.Json;

namespace FastElman.Benchmarks.Service.Load;

/// <summary>What is asked for: texts, and bodies of requests with them.</summary>
internal sealed class Texts(IReadOnlyList<string> texts)
{
    /// <summary>Texts of a request for many.</summary>
    public const int Many = 32;

    public int Count => texts.Count;

    /// <summary>The text of a caller's round; callers begin at different ones.</summary>
    public string this[int caller, int round] => texts[(int)(((uint)(caller * 37) + (uint)round) % (uint)texts.Count)];

    /// <summary>The bodies of requests for one text.</summary>
    public IEnumerable<string> Bodies() => texts.Select(text => $$"""{"text":{{JsonEncode(text)}}}""");

    /// <summary>The bodies of requests for <see cref="Many"/> texts.</summary>
    public IEnumerable<string> BodiesOfMany() => Enumerable.Range(0, 64)
        .Select(body => Enumerable.Range(body * 7, Many).Select(index => JsonEncode(texts[index % Count])))
        .Select(many => $$"""{"texts":[{{string.Join(',', many)}}]}""");

    /// <summary>A whole request of HTTP/1.1 for a text.</summary>
    public byte[] HttpRequest(int index, string path = "/v1/slots")
    {
        var body = Encoding.UTF8.GetBytes($$"""{"text":{{JsonEncode(texts[index % Count])}}}""");
        var head = $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    private static string JsonEncode(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
