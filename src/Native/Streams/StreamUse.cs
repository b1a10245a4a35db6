using FastElman.Native.Errors;

namespace FastElman.Native.Streams;

/// <summary>A stream while a call has it for itself.</summary>
internal readonly ref struct StreamUse
{
    private readonly ref int _isUsed;

    public StreamUse(TaggingStream stream, ref int isUsed)
    {
        if (Interlocked.CompareExchange(ref isUsed, 1, 0) != 0)
        {
            throw new NativeException(Status.Busy, "Another thread is in a call with this stream.");
        }

        Stream = stream;
        _isUsed = ref isUsed;
    }

    public TaggingStream Stream { get; }

    /// <summary>Refuses an array of probabilities that is not [rows, labels].</summary>
    /// <exception cref="NativeException">It has another number of elements.</exception>
    public void RequireRows(int rows, int found)
    {
        var labelCount = Stream.Model.Shape.LabelCount;
        if (found != (long)rows * labelCount)
        {
            throw new NativeException(
                Status.Argument,
                $"probability_count: expected {rows} rows of {labelCount} probabilities, found {found} in all.");
        }
    }

    public void Dispose() => Volatile.Write(ref _isUsed, 0);
}
