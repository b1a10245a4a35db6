using System.Text;

namespace FastElman.Text;

/// <summary>From places in the UTF-16 form of a text to places in its UTF-8 form.</summary>
internal static class Utf8Places
{
    /// <summary>Replaces places in characters by places in bytes, in one pass over the text.</summary>
    /// <param name="utf8Text">The text; what is ill-formed in it stands for U+FFFD in the UTF-16 form.</param>
    /// <param name="utf16Length">Characters (UTF-16 code units) of the UTF-16 form.</param>
    /// <param name="places">Places that do not overlap, in order.</param>
    public static void FromUtf16(ReadOnlySpan<byte> utf8Text, int utf16Length, Span<Range> places)
    {
        // Where there are as many bytes as characters, every byte is one.
        if (utf16Length == utf8Text.Length)
        {
            return;
        }

        var (characters, bytes) = (0, 0);
        foreach (ref var place in places)
        {
            var start = Advance(utf8Text, place.Start.Value, ref characters, ref bytes);
            place = new Range(start, Advance(utf8Text, place.End.Value, ref characters, ref bytes));
        }
    }

    private static int Advance(ReadOnlySpan<byte> utf8Text, int target, ref int characters, ref int bytes)
    {
        // The text ends even where another thread has changed it, or a place, since it was divided.
        while (characters < target && bytes < utf8Text.Length)
        {
            Rune.DecodeFromUtf8(utf8Text[bytes..], out var rune, out var length);
            characters += rune.Utf16SequenceLength;
            bytes += length;
        }

        return bytes;
    }
}
