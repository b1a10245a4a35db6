namespace FastElman.Interop.Numpy;

/// <summary>A vector or a matrix of an .npy file.</summary>
/// <param name="values">The elements in C order, row by row.</param>
/// <param name="shape">One number for a vector, rows and columns for a matrix.</param>
internal sealed class NpyArray(float[] values, int[] shape)
{
    /// <summary>The elements in C order, row by row.</summary>
    public float[] Values { get; } = values;

    /// <summary>One number for a vector, rows and columns for a matrix.</summary>
    public int[] Shape { get; } = shape;
}
