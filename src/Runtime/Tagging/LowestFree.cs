using System.Numerics;
using System.Runtime.CompilerServices;
using FastElman.Simd;

namespace FastElman.Tagging;

/// <summary>
/// The free ones among the integers from 0 on. The lowest is given out first, so that those in use stay close together.
/// </summary>
/// <remarks>
/// A bit for each integer, set where it is free. Above that a bit for each word of 64 bits, set where the word has any,
/// and so on up to a single word. Taking and returning touch one word a level, at most six, and allocate nothing.
/// </remarks>
internal sealed class LowestFree
{
    private const int WordBits = 64;

    /// <summary>[levels][words]: the integers themselves first, the single word last.</summary>
    private readonly ulong[][] _levels;

    /// <summary>Makes all integers from 0 to <paramref name="count"/> − 1 free.</summary>
    public LowestFree(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var levels = new List<ulong[]>();
        do
        {
            var words = new ulong[((count - 1) / WordBits) + 1];
            words.AsSpan().Fill(ulong.MaxValue);
            words[^1] >>= (WordBits - (count % WordBits)) % WordBits;
            levels.Add(words);
            count = words.Length;
        }
        while (count > 1);
        _levels = [.. levels];
    }

    /// <summary>Takes the lowest integer that is free.</summary>
    /// <returns>Whether there was one.</returns>
    [MethodImpl(HotPath.Compiled)]
    public bool TryTake(out int lowest)
    {
        lowest = 0;
        if (_levels[^1][0] == 0)
        {
            return false;
        }

        for (var level = _levels.Length - 1; level >= 0; level--)
        {
            lowest = (lowest * WordBits) + BitOperations.TrailingZeroCount(_levels[level][lowest]);
        }

        var place = lowest;
        foreach (var words in _levels)
        {
            ref var word = ref words[place / WordBits];
            word &= ~Bit(place);
            if (word != 0)
            {
                break;
            }

            place /= WordBits;
        }

        return true;
    }

    /// <summary>Makes an integer free again that was taken.</summary>
    [MethodImpl(HotPath.Compiled)]
    public void Return(int taken)
    {
        foreach (var words in _levels)
        {
            ref var word = ref words[taken / WordBits];
            var wasEmpty = word == 0;
            word |= Bit(taken);
            if (!wasEmpty)
            {
                break;
            }

            taken /= WordBits;
        }
    }

    private static ulong Bit(int place) => 1UL << (place % WordBits);
}
