using System.Runtime.InteropServices;

namespace FastElman.Tests.Tagging;

/// <summary>The spans of one call in one array of bytes, where two of them may share memory.</summary>
internal sealed class SharedArena
{
    private const int Alignment = 64;

    private readonly int[] _starts;
    private readonly int[] _lengths;
    private readonly string _shared;

    /// <param name="inputs">The bytes of each span that is read.</param>
    /// <param name="outputs">The length of each span that is written, in bytes.</param>
    /// <param name="shared">The span that is moved, those to be read first, the span that it is moved to, and how far
    /// behind the beginning of that it begins, in bytes; null for none.</param>
    public SharedArena(byte[][] inputs, int[] outputs, (int Moved, int Target, int Distance)? shared)
    {
        _shared = $"{shared}";
        _lengths = [.. inputs.Select(each => each.Length), .. outputs];
        _starts = new int[_lengths.Length];
        var next = 0;
        for (var i = 0; i < _lengths.Length; i++)
        {
            _starts[i] = next;
            next += (_lengths[i] + Alignment - 1) / Alignment * Alignment;
        }

        if (shared is var (moved, target, distance))
        {
            _starts[moved] = _starts[target] + distance;
            next = Math.Max(next, _starts[moved] + _lengths[moved]);
        }

        Bytes = new byte[next];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i].CopyTo(Of<byte>(i));
        }

        Before = [.. Bytes];
    }

    /// <summary>The number of spans.</summary>
    public int Count => _lengths.Length;

    public byte[] Bytes { get; }

    /// <summary>The bytes before the call.</summary>
    public byte[] Before { get; }

    /// <summary>A span, counted from 0.</summary>
    public Span<T> Of<T>(int span)
        where T : struct => MemoryMarshal.Cast<byte, T>(Bytes.AsSpan(_starts[span], _lengths[span]));

    public override string ToString() => _shared;
}
