using System.Numerics;
using FastElman.Model.Initialization;

namespace FastElman.Training.Randomness;

/// <summary>
/// Python's <c>random.shuffle</c> right after <c>random.seed(seed)</c>. The tutorial shuffles its lists in place before
/// each epoch and seeds anew each time: the permutation is always the same, and the order is its next power.
/// </summary>
internal static class PythonShuffle
{
    /// <summary>Shuffles in place.</summary>
    public static void Apply<T>(Span<T> items, uint seed, PythonVersion version)
    {
        var random = MersenneTwister.AsPython(seed);
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = version == PythonVersion.Python2 ? (int)(random.NextDouble() * (i + 1)) : Below(i + 1, random);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>As many bits as the count has, drawn until they are below it.</summary>
    private static int Below(int count, MersenneTwister random)
    {
        var bits = BitOperations.Log2((uint)count) + 1;
        uint drawn;
        do
        {
            drawn = random.NextBits(bits);
        }
        while (drawn >= count);

        return (int)drawn;
    }
}
