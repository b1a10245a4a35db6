namespace FastElman.Interop.PyTorch;

/// <summary>Copies a matrix with rows as columns.</summary>
internal static class MatrixTranspose
{
    /// <param name="matrix">[rows, columns].</param>
    /// <param name="transposed">[columns, rows]: receives the values.</param>
    /// <param name="rows">Rows of <paramref name="matrix"/>.</param>
    /// <param name="columns">Columns of <paramref name="matrix"/>.</param>
    public static void Copy(ReadOnlySpan<float> matrix, Span<float> transposed, int rows, int columns)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                transposed[(column * rows) + row] = matrix[(row * columns) + column];
            }
        }
    }
}
