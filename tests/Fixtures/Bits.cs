using System.Runtime.InteropServices;
using FastElman.Model;

namespace FastElman.Fixtures;

/// <summary>Equality of floats by their bits: −0 is not 0, and any NaN equals any other.</summary>
public static class Bits
{
    public static void AssertEqual(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string? what = null)
    {
        Assert.Equal(expected.Length, actual.Length);
        if (MemoryMarshal.AsBytes(expected).SequenceEqual(MemoryMarshal.AsBytes(actual)))
        {
            return;
        }

        for (var i = 0; i < expected.Length; i++)
        {
            if (!AreEqual(expected[i], actual[i]))
            {
                Assert.Fail($"{what} at {i}: expected {expected[i]:R}, found {actual[i]:R}");
            }
        }
    }

    /// <summary>All tensors of a network.</summary>
    public static void AssertEqual(ElmanParameters expected, ElmanParameters actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        foreach (var tensor in expected.Shape.Tensors)
        {
            AssertEqual(expected[tensor], actual[tensor], tensor.FileName());
        }
    }

    public static bool AreEqual(float one, float other) =>
        BitConverter.SingleToInt32Bits(one) == BitConverter.SingleToInt32Bits(other)
        || (float.IsNaN(one) && float.IsNaN(other));
}
