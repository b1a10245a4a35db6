using FastElman.Model;

namespace FastElman.Fixtures;

/// <summary>Comparison of arrays of numbers.</summary>
public static class Near
{
    /// <summary>Every element is within <paramref name="tolerance"/> of the expected one; a NaN never is.</summary>
    public static void Equal(
        IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance, string what)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            if (!(Math.Abs(expected[i] - actual[i]) <= tolerance))
            {
                Assert.Fail($"{what}[{i}]: expected {expected[i]:R}, found {actual[i]:R}, tolerance {tolerance:R}");
            }
        }
    }

    /// <summary>The same for floats.</summary>
    public static void Equal(IReadOnlyList<double> expected, float[] actual, double tolerance, string what) =>
        Equal(expected, Array.ConvertAll(actual, value => (double)value), tolerance, what);

    /// <summary>The same for a matrix, the actual one of which is stored row by row.</summary>
    public static void Equal(double[][] expected, float[] actual, double tolerance, string what) =>
        Equal([.. expected.SelectMany(row => row)], actual, tolerance, what);

    /// <summary>
    /// The same for all arrays that are expected, in the order of <see cref="ElmanTensor"/>, with a tolerance for each
    /// tensor's name.
    /// </summary>
    public static void EqualTensors(double[][] expected, double[][] actual, Func<string, double> tolerance)
    {
        foreach (var tensor in Enum.GetValues<ElmanTensor>().Take(expected.Length))
        {
            Equal(expected[(int)tensor], actual[(int)tensor], tolerance(tensor.FileName()), tensor.FileName());
        }
    }

    /// <summary>The same with a tolerance relative to an array's largest magnitude where that is above 1.</summary>
    public static void EqualTensorsInProportion(double[][] expected, double[][] actual, double tolerance)
    {
        foreach (var tensor in Enum.GetValues<ElmanTensor>().Take(expected.Length))
        {
            var largest = expected[(int)tensor].Select(Math.Abs).DefaultIfEmpty().Max();
            Equal(expected[(int)tensor], actual[(int)tensor], tolerance * Math.Max(1, largest), tensor.FileName());
        }
    }
}
