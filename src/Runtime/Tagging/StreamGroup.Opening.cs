using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FastElman.Simd;
using static System.FormattableString;

namespace FastElman;

/// <content>Streams that come and go.</content>
public sealed partial class StreamGroup
{
    /// <summary>The number of open streams.</summary>
    public int OpenCount => _states.OpenCount;

    /// <summary>Opens a stream that has seen no word.</summary>
    /// <returns>
    /// Its number, 0 or more, until it is closed. A group that is new gives 0, 1, 2 and so on; later a number has any
    /// size. A number that is used after its stream was closed is refused, even where another stream has taken the
    /// place. It comes again after 2^31 / <see cref="Capacity"/> (rounded up to a power of two) streams at the same
    /// place, which is 2,097,152 with a capacity of 1000.
    /// </returns>
    /// <exception cref="InvalidOperationException">
    /// As many streams as <see cref="Capacity"/> are open: see <see cref="TryOpen"/>.
    /// </exception>
    [MethodImpl(HotPath.Compiled)]
    public int Open()
    {
        if (!_states.TryOpen(out var stream))
        {
            ThrowFull();
        }

        return stream;
    }

    /// <summary>Opens a stream that has seen no word, if there is room for one.</summary>
    /// <param name="stream">
    /// Receives its number, as <see cref="Open"/> gives it; −1, which is never one, where there is no room.
    /// </param>
    /// <returns>Whether there was room: fewer streams than <see cref="Capacity"/> were open.</returns>
    [MethodImpl(HotPath.Compiled)]
    public bool TryOpen(out int stream) => _states.TryOpen(out stream);

    /// <summary>
    /// Closes a stream: its sentence is forgotten, its number is refused from now on, and there is room for another
    /// stream. Words that wait for their label get none: <see cref="Complete(int, Span{int})"/> gives it.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The stream is not open, or no longer; nothing has changed.
    /// </exception>
    [MethodImpl(HotPath.Compiled)]
    public void Close(int stream) => _states.Close(RequireStream(stream));

    /// <summary>Whether a number is that of an open stream.</summary>
    /// <param name="stream">Any number.</param>
    public bool IsOpen(int stream) => _states.IsOpen(stream);

    /// <summary>
    /// The place of an open stream: what no other open stream has, for arrays of the caller's own with
    /// <see cref="Capacity"/> elements. Streams are opened at the lowest place that is free.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <returns>0 to <see cref="Capacity"/> − 1, the same as long as the stream is open.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The stream is not open.</exception>
    public int GetIndex(int stream) => RequireStream(stream);

    /// <summary>Refuses a stream that is not open.</summary>
    /// <returns>Its index.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int RequireStream(int stream)
    {
        if (!_states.IsOpen(stream))
        {
            ThrowNotOpen(stream);
        }

        return _states.IndexOf(stream);
    }

    [DoesNotReturn]
    [MethodImpl(HotPath.Rare)]
    private static void ThrowNotOpen(int stream) =>
        throw new ArgumentOutOfRangeException(
            nameof(stream),
            Invariant($"Stream {stream} is not open: expected a number that Open gave and Close has not taken back."));

    [DoesNotReturn]
    [MethodImpl(HotPath.Rare)]
    private void ThrowFull() =>
        throw new InvalidOperationException(
            Invariant($"No stream can be opened: {Capacity} are open, which is the capacity of the group."));
}
