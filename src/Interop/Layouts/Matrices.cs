namespace FastElman.Interop.Layouts;

/// <summary>
/// Matrices in the order of other tools; the values keep their bits. A row for each unit, where ours have a column, and
/// a window that both directions see from left to right, where ours sees it in the order in which it reads.
/// </summary>
internal static class Matrices
{
    /// <summary>[columns, rows] of [rows, columns].</summary>
    public static void Transpose(ReadOnlySpan<float> matrix, int rows, int columns, Span<float> transposed)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                transposed[(column * rows) + row] = matrix[(row * columns) + column];
            }
        }
    }

    /// <summary>
    /// Input weights [embedding · window, hidden] with the blocks of the window's words in reverse order. Twice is as
    /// if never.
    /// </summary>
    public static float[] ReverseWindow(ReadOnlySpan<float> weights, ElmanShape shape)
    {
        var reversed = new float[weights.Length];
        var block = shape.EmbeddingSize * shape.HiddenSize;
        for (var word = 0; word < shape.WindowSize; word++)
        {
            weights.Slice(word * block, block).CopyTo(reversed.AsSpan((shape.WindowSize - 1 - word) * block));
        }

        return reversed;
    }
}
