using System.IO.Hashing;
using FastElman.Cli.Terminal;

namespace FastElman.Cli.Shards;

/// <summary>Passes on what is written, and has its length and its hash. The other stream stays open.</summary>
internal sealed class HashedOutput(Stream stream) : OutputStream
{
    private readonly XxHash128 _hash = new();

    /// <summary>Bytes written so far.</summary>
    public long WrittenLength { get; private set; }

    /// <summary>The hash of what was written so far.</summary>
    public UInt128 Hash => _hash.GetCurrentHashAsUInt128();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        stream.Write(buffer);
        _hash.Append(buffer);
        WrittenLength += buffer.Length;
    }

    public override void Flush() => stream.Flush();
}
