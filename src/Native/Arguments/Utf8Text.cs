using System.Text;
using System.Text.Unicode;
using FastElman.Native.Errors;

namespace FastElman.Native.Arguments;

/// <summary>Text in memory of the caller.</summary>
internal static unsafe class Utf8Text
{
    /// <summary>Characters of a name that has room on the stack.</summary>
    public const int ShortName = 512;

    /// <summary>The characters of a name; what is ill-formed becomes U+FFFD.</summary>
    /// <param name="utf8">The name.</param>
    /// <param name="room">At least as many characters as the name has bytes: always enough.</param>
    public static ReadOnlySpan<char> Decode(ReadOnlySpan<byte> utf8, Span<char> room)
    {
        Utf8.ToUtf16(utf8, room, out _, out var length);
        return room[..length];
    }

    /// <summary>Gives text back by the rule of fastelman.h: a capacity, and what is needed.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="buffer">Receives the text and a 0 byte.</param>
    /// <param name="capacity">Bytes that there is room for.</param>
    /// <param name="needed">Receives the bytes of all.</param>
    /// <returns>The code that the export returns.</returns>
    public static int Return(ReadOnlySpan<byte> text, byte* buffer, nuint capacity, nuint* needed)
    {
        ref var size = ref Given.Result(needed);
        var room = Given.Array(buffer, capacity);
        size = (nuint)text.Length + 1;
        if (room.Length <= text.Length)
        {
            return TooSmall(size, capacity, "bytes");
        }

        text.CopyTo(room);
        room[text.Length] = 0;
        return (int)Status.Ok;
    }

    /// <summary>Gives text back, as UTF-8.</summary>
    public static int Return(string text, byte* buffer, nuint capacity, nuint* needed) =>
        Return(Encoding.UTF8.GetBytes(text), buffer, capacity, needed);

    /// <summary>Notes that there is too little room.</summary>
    /// <returns>The code that the export returns.</returns>
    public static int TooSmall(nuint needed, nuint capacity, string what) =>
        Border.Fail(Status.BufferTooSmall, $"Expected room for {needed} {what}, found {capacity}.");
}
