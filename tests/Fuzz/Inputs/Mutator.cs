using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace FastElman.Fuzz.Inputs;

/// <summary>
/// Makes inputs of other inputs, as coverage-guided fuzzers do: a few changes of bits, numbers, ranges and words of
/// the format at a time. The same seed gives the same inputs.
/// </summary>
internal sealed class Mutator(int seed, IReadOnlyList<byte[]> tokens)
{
    /// <summary>Inputs do not grow beyond this: most faults need few bytes, and short inputs are fast.</summary>
    private const int LargestInput = 1 << 14;

    private const int MostChanges = 6;

    private static readonly long[] OddNumbers =
    [
        0, 1, -1, 2, 15, 16, 17, 127, 128, 255, 256, 1023, 1024, 32767, 32768, 65535, 65536, 1 << 20, 1 << 24,
        int.MaxValue, int.MinValue, uint.MaxValue, (long)uint.MaxValue + 1, long.MaxValue, long.MinValue, 1L << 40,
    ];

    private readonly Random _random = new(seed);

    /// <summary>A number from 0 to below a limit.</summary>
    public int Below(int limit) => _random.Next(limit);

    /// <summary>An input with a few changes.</summary>
    /// <param name="input">The input, which stays as it is.</param>
    /// <param name="other">Another one, of which parts may be taken.</param>
    public byte[] Mutate(byte[] input, byte[] other)
    {
        var bytes = new List<byte>(input);
        for (var change = _random.Next(MostChanges); change >= 0; change--)
        {
            Change(bytes, other);
        }

        return bytes.Count <= LargestInput ? [.. bytes] : [.. bytes[..LargestInput]];
    }

    private void Change(List<byte> bytes, byte[] other)
    {
        if (bytes.Count == 0)
        {
            Insert(bytes, Token(other));
            return;
        }

        var place = _random.Next(bytes.Count);
        switch (_random.Next(12))
        {
            case 0:
                bytes[place] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                bytes[place] = (byte)_random.Next(256);
                break;
            case 2:
                bytes[place] += (byte)(_random.Next(33) - 16);
                break;
            case 3:
                Number(bytes, place);
                break;
            case 4:
                Digits(bytes, place);
                break;
            case 5:
                bytes.RemoveRange(place, Length(bytes.Count - place));
                break;
            case 6:
                bytes.InsertRange(_random.Next(bytes.Count), bytes.GetRange(place, Length(bytes.Count - place)));
                break;
            case 7:
                Overwrite(bytes, place, Token(other));
                break;
            case 8:
                bytes.RemoveRange(place, bytes.Count - place);
                break;
            case 9:
                Repeat(bytes, place);
                break;
            default:
                Insert(bytes, Token(other));
                break;
        }
    }

    /// <summary>Mostly short lengths, from 1 to a limit.</summary>
    private int Length(int limit) => 1 + _random.Next(1 + _random.Next(limit));

    /// <summary>A word of the format, or a part of another input.</summary>
    private ReadOnlySpan<byte> Token(byte[] other)
    {
        if (other.Length > 0 && (tokens.Count == 0 || _random.Next(3) == 0))
        {
            var start = _random.Next(other.Length);
            return other.AsSpan(start, Length(other.Length - start));
        }

        return tokens.Count > 0 ? tokens[_random.Next(tokens.Count)] : [(byte)_random.Next(256)];
    }

    private void Insert(List<byte> bytes, ReadOnlySpan<byte> part) =>
        bytes.InsertRange(_random.Next(bytes.Count + 1), part.ToArray());

    private static void Overwrite(List<byte> bytes, int place, ReadOnlySpan<byte> part)
    {
        for (var i = 0; i < part.Length && place + i < bytes.Count; i++)
        {
            bytes[place + i] = part[i];
        }
    }

    private void Repeat(List<byte> bytes, int place)
    {
        var part = bytes.GetRange(place, Length(Math.Min(8, bytes.Count - place)));
        for (var times = _random.Next(100); times > 0; times--)
        {
            bytes.InsertRange(place, part);
        }
    }

    /// <summary>A binary number at the limits of what types hold, of 1, 2, 4 or 8 bytes in either order.</summary>
    private void Number(List<byte> bytes, int place)
    {
        var number = OddNumbers[_random.Next(OddNumbers.Length)];
        Span<byte> whole = stackalloc byte[sizeof(long)];
        var width = 1 << _random.Next(4);
        if (_random.Next(2) == 0)
        {
            BinaryPrimitives.WriteInt64LittleEndian(whole, number);
            Overwrite(bytes, place, whole[..width]);
        }
        else
        {
            BinaryPrimitives.WriteInt64BigEndian(whole, number);
            Overwrite(bytes, place, whole[^width..]);
        }
    }

    /// <summary>The next decimal number of a text, replaced by another one.</summary>
    private void Digits(List<byte> bytes, int place)
    {
        var start = bytes.FindIndex(place, each => char.IsAsciiDigit((char)each));
        if (start < 0)
        {
            return;
        }

        var end = start;
        while (end < bytes.Count && char.IsAsciiDigit((char)bytes[end]))
        {
            end++;
        }

        var number = _random.Next(2) == 0 ? OddNumbers[_random.Next(OddNumbers.Length)] : _random.Next(100);
        bytes.RemoveRange(start, end - start);
        bytes.InsertRange(start, Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));
    }
}
