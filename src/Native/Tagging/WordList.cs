using System.Runtime.InteropServices;
using FastElman.Native.Arguments;
using FastElman.Native.Errors;

namespace FastElman.Native.Tagging;

/// <summary>Words in memory of the caller: an address for each, and its bytes or a 0 byte at its end.</summary>
internal readonly unsafe ref struct WordList
{
    private readonly ReadOnlySpan<nint> _words;
    private readonly ReadOnlySpan<nuint> _lengths;

    public WordList(byte** words, nuint* lengths, nuint count)
    {
        _words = Given.Array((nint*)words, count, nameof(words));
        _lengths = lengths is null ? default : Given.Array(lengths, count);
    }

    public int Count => _words.Length;

    /// <summary>The UTF-8 of a word.</summary>
    /// <exception cref="NativeException">Its address is null, or it is too long.</exception>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var address = (byte*)_words[index];
            if (address is null)
            {
                throw new NativeException(Status.NullPointer, $"words[{index}] is NULL.");
            }

            return _lengths.IsEmpty
                ? MemoryMarshal.CreateReadOnlySpanFromNullTerminated(address)
                : Given.Array(address, _lengths[index], "a word");
        }
    }
}
