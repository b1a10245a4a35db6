namespace FastElman.Interop.Pickle;

/// <summary>
/// A NumPy array: whole numbers in one dimension, or objects in one or two. As in NumPy's pickles it is made empty and
/// gets its content afterwards.
/// </summary>
internal sealed class NumpyArray
{
    private NumpyDataType? _type;
    private byte[] _data = [];

    /// <summary>
    /// The elements of an array of objects, or its rows, each an <c>object?[]</c>, where it has two dimensions; null
    /// for an array of numbers.
    /// </summary>
    public IReadOnlyList<object?>? Objects { get; private set; }

    /// <summary>The number of elements, or of rows.</summary>
    public int Length => Objects?.Count ?? (_type is null ? 0 : _data.Length / _type.Size);

    /// <summary>An element of an array of numbers.</summary>
    public long this[int index] => _type!.Read(_data.AsSpan(index * _type.Size, _type.Size));

    /// <summary>Gives the array its content; in one dimension C order and Fortran order are the same.</summary>
    public void Set(object? shape, object? type, object? isFortranOrder, object? data, MemoryBudget budget)
    {
        if (shape is not object?[] sizes || type is not NumpyDataType dataType)
        {
            throw new PickleException("an array has no shape or no data type");
        }

        if (dataType.IsObject)
        {
            Objects = ObjectsOf(sizes, isFortranOrder is true or 1L, data, budget);
            return;
        }

        if (sizes is not [long length])
        {
            throw new PickleException("an array does not have one dimension");
        }

        if (data is not byte[] bytes)
        {
            throw new PickleException("an array's data are not the bytes of numbers");
        }

        if (bytes.Length % dataType.Size != 0 || length != bytes.Length / dataType.Size)
        {
            throw new PickleException(
                "an array's data do not fit its length",
                $"{length} times {dataType.Size} bytes",
                $"{bytes.Length} bytes");
        }

        (_type, _data) = (dataType, bytes);
    }

    private static IReadOnlyList<object?> ObjectsOf(
        object?[] sizes, bool isFortranOrder, object? data, MemoryBudget budget)
    {
        var (rows, columns) = sizes switch
        {
            [long length] => (length, 1L),
            [long first, long second] => (first, second),
            _ => throw new PickleException("an array of objects does not have one or two dimensions"),
        };
        if (data is not List<object?> items || rows < 0 || columns < 0
            || Math.BigMul(rows, columns) != items.Count)
        {
            throw new PickleException("an array's objects do not fit its shape");
        }

        if (sizes.Length == 1)
        {
            return items;
        }

        // Rows of no columns would be many for nothing.
        var table = new object?[columns == 0 ? 0 : rows][];
        for (var row = 0; row < table.Length; row++)
        {
            budget.ChargeData(IntPtr.Size * columns);
            table[row] = new object?[columns];
            for (var column = 0; column < columns; column++)
            {
                table[row][column] = items[(int)(isFortranOrder ? (column * rows) + row : (row * columns) + column)];
            }
        }

        return table;
    }
}
