namespace FastElman.Interop.Numpy;

/// <summary>Writes the rows of a matrix one after another; see <see cref="NpyWriter.WriteRows"/>.</summary>
internal sealed class NpyRowWriter(Stream stream, int columns)
{
    /// <summary>Rows written so far.</summary>
    public long Count { get; private set; }

    /// <summary>Writes one row or several.</summary>
    /// <param name="rows">[rows, columns].</param>
    /// <exception cref="ArgumentException">The length is not a multiple of the number of columns.</exception>
    public void Write(ReadOnlySpan<float> rows)
    {
        var (count, rest) = Math.DivRem(rows.Length, columns);
        if (rest != 0)
        {
            throw new ArgumentException($"{rows.Length} values are not whole rows of {columns}.", nameof(rows));
        }

        NpyWriter.WriteValues(stream, rows);
        Count += count;
    }
}
