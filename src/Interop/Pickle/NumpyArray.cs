namespace FastElman.Interop.Pickle;

/// <summary>
/// A NumPy array of one dimension. As in NumPy's pickles it is made empty and gets its content afterwards.
/// </summary>
internal sealed class NumpyArray
{
    private NumpyDataType? _type;
    private byte[] _data = [];

    /// <summary>The number of elements.</summary>
    public int Length => _type is null ? 0 : _data.Length / _type.Size;

    /// <summary>An element.</summary>
    public long this[int index] => _type!.Read(_data.AsSpan(index * _type.Size, _type.Size));

    /// <summary>Gives the array its content; in one dimension C order and Fortran order are the same.</summary>
    public void Set(object? shape, object? type, object? data)
    {
        if (shape is not object?[] sizes || sizes is not [long length])
        {
            throw new PickleException("an array does not have one dimension");
        }

        if (type is not NumpyDataType dataType || data is not byte[] bytes)
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
}
