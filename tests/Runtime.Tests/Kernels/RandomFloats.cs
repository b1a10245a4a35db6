namespace FastElman.Tests.Kernels;

internal static class RandomFloats
{
    /// <summary>Uniform between −range and range.</summary>
    public static float[] Uniform(Random random, int count, float range)
    {
        var values = new float[count];
        foreach (ref var value in values.AsSpan())
        {
            value = ((random.NextSingle() * 2) - 1) * range;
        }

        return values;
    }
}
