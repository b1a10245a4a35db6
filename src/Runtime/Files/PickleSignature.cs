using System.Buffers;

namespace FastElman.Files;

/// <summary>
/// Recognises Python pickles. Protocols 2 to 5 name themselves in their first two bytes; protocols 0 and 1 begin with
/// the instructions that make a container.
/// </summary>
internal static class PickleSignature
{
    private const byte Protocol = 0x80;

    private static readonly SearchValues<byte> NameBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_."u8);

    /// <summary>Whether these are the first bytes of a pickle.</summary>
    public static bool IsPickle(ReadOnlySpan<byte> start)
    {
        if (start is [Protocol, >= 1 and <= 8, ..])
        {
            return true;
        }

        // Any number of marks, then what is put on them.
        var first = start.TrimStart((byte)'(');
        return first switch
        {
            // An empty list or dictionary of protocol 1, and its place in the memo.
            [(byte)']' or (byte)'}', (byte)'q', < (byte)' ', ..] => true,

            // A list, dictionary or tuple of protocol 0, and its place in the memo.
            [(byte)'l' or (byte)'d' or (byte)'t', (byte)'p', .. var place] => IsNumberLine(place) && first != start,
            [(byte)'c', .. var name] => IsGlobal(name),
            _ => false,
        };
    }

    /// <summary>The lines of a module and of a name in it, and the next instruction of protocol 0.</summary>
    private static bool IsGlobal(ReadOnlySpan<byte> text) =>
        SkipName(ref text) && SkipName(ref text)
        && text is [(byte)'(' or (byte)')', ..] or [(byte)'p' or (byte)'q', ..];

    private static bool SkipName(scoped ref ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        var name = end < 0 ? default : text[..end].TrimEnd((byte)'\r');
        text = text[(end + 1)..];
        return !name.IsEmpty && !name.ContainsAnyExcept(NameBytes);
    }

    private static bool IsNumberLine(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        var number = end < 0 ? default : text[..end].TrimEnd((byte)'\r');
        return !number.IsEmpty && !number.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }
}
