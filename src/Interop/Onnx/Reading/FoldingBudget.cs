namespace FastElman.Interop.Onnx.Reading;

/// <summary>
/// The memory that constants may take while a graph is read, so that a short file cannot ask for much: some copies of
/// the file. Every array is charged before it is made.
/// </summary>
/// <param name="fileLength">Bytes of the file.</param>
/// <param name="file">The file, for messages.</param>
internal sealed class FoldingBudget(long fileLength, string? file)
{
    private const int BytesPerByte = 8, Always = 1 << 16;

    private readonly long _allowed = (BytesPerByte * fileLength) + Always;
    private long _taken;

    /// <summary>An array of floats.</summary>
    public float[] Floats(long count)
    {
        Charge(count);
        return GC.AllocateUninitializedArray<float>((int)count);
    }

    /// <summary>Notes that so many floats are about to be read.</summary>
    public void Charge(long count)
    {
        if (count > (_allowed - _taken) / sizeof(float))
        {
            throw new ModelFormatException(
                "its constants grow beyond measure", file, expected: $"at most {_allowed} bytes", found: "more");
        }

        _taken += count * sizeof(float);
    }
}
