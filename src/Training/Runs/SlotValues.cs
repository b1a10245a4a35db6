using System.Runtime.InteropServices;
using FastElman.Training.Randomness;

namespace FastElman.Training.Runs;

/// <summary>
/// The values that the slots of one kind have, to be drawn: each with a weight that is the root of how often it stands
/// there. So frequent values stay frequent, and rare ones are seen.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class SlotValues
{
    private readonly int[][] _values;

    /// <summary>[values]: the weights up to each value, itself included.</summary>
    private readonly double[] _weights;

    /// <param name="values">The words of each value, as often as it stands there; at least one.</param>
    public SlotValues(IEnumerable<int[]> values)
    {
        IGrouping<int[], int[]>[] groups = [.. values.GroupBy(value => value, new SameWords())];
        _values = Array.ConvertAll(groups, group => group.Key);
        _weights = new double[groups.Length];
        var sum = 0.0;
        for (var i = 0; i < groups.Length; i++)
        {
            _weights[i] = sum += Math.Sqrt(groups[i].Count());
        }
    }

    /// <summary>Draws the words of a value.</summary>
    /// <param name="random">One number is drawn.</param>
    public ReadOnlySpan<int> Draw(SplitMix64 random)
    {
        var place = Array.BinarySearch(_weights, random.Uniform(0, _weights[^1]));
        return _values[Math.Min(place < 0 ? ~place : place + 1, _values.Length - 1)];
    }

    private sealed class SameWords : IEqualityComparer<int[]>
    {
        public bool Equals(int[]? one, int[]? other) => one.AsSpan().SequenceEqual(other);

        public int GetHashCode(int[] words)
        {
            var hash = new HashCode();
            hash.AddBytes(MemoryMarshal.AsBytes(words.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
