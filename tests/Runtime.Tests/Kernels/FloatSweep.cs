namespace FastElman.Tests.Kernels;

/// <summary>Floats that lie evenly among all floats, in blocks that suit every instruction set.</summary>
internal static class FloatSweep
{
    private const int BlockLength = 1024;

    /// <summary>A prime, so that the last bits of the values are as good as random.</summary>
    private const int Step = 1009;

    /// <summary>
    /// Every thousandth float from one value to another, of both signs; the last block is filled up with the value 1.
    /// </summary>
    public static IEnumerable<float[]> Between(float from, float to, int step = Step)
    {
        var block = new List<float>(BlockLength);
        for (long place = Place(from); place <= Place(to); place += step)
        {
            block.Add(Value((int)place));
            if (block.Count == BlockLength)
            {
                yield return [.. block];
                block.Clear();
            }
        }

        yield return [.. block, .. Enumerable.Repeat(1f, BlockLength - block.Count)];
    }

    /// <summary>The place of a float among all floats in ascending order; 0 has 0.</summary>
    private static int Place(float value)
    {
        var bits = BitConverter.SingleToInt32Bits(value);
        return bits >= 0 ? bits : int.MinValue - bits;
    }

    private static float Value(int place) => BitConverter.Int32BitsToSingle(place >= 0 ? place : int.MinValue - place);
}
