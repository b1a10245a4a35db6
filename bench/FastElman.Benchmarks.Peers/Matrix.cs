namespace FastElman.Benchmarks.Peers;

/// <summary>The two rearrangements of parameters that peers need.</summary>
internal static class Matrix
{
    /// <summary>[rows, columns] to [columns, rows].</summary>
    public static float[] Transpose(ReadOnlySpan<float> matrix, int rows, int columns)
    {
        var transposed = new float[matrix.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                transposed[(column * rows) + row] = matrix[(row * columns) + column];
            }
        }

        return transposed;
    }

    /// <summary>Ones on the diagonal.</summary>
    public static float[] Identity(int size)
    {
        var identity = new float[size * size];
        for (var i = 0; i < size; i++)
        {
            identity[i * (size + 1)] = 1;
        }

        return identity;
    }

    /// <summary>The vector so many times in a row.</summary>
    public static float[] Repeat(ReadOnlySpan<float> vector, int times)
    {
        var repeated = new float[vector.Length * times];
        for (var i = 0; i < times; i++)
        {
            vector.CopyTo(repeated.AsSpan(i * vector.Length));
        }

        return repeated;
    }
}
