namespace FastElman.Interop.Pickle;

/// <summary>
/// The memory that a pickle may take. A few bytes of a pickle can build a structure of any size, by copying what the
/// pickle has named before, and compression can hide many such bytes. Every value is charged here before it is made.
/// </summary>
internal sealed class MemoryBudget
{
    /// <summary>Bytes that the smallest file may take.</summary>
    private const long Base = 24L << 20;

    /// <summary>
    /// Bytes of memory per byte of the pickle. The tutorial's fold takes 3, one of protocol 5 with short sentences 15.
    /// </summary>
    private const long PerByte = 32;

    /// <summary>
    /// Bytes of the pickle that count per byte of the file: stronger compression does not raise the budget.
    /// </summary>
    private const long LargestRatio = 4;

    /// <summary>Bytes of a list, tuple, array, string or memo entry without its items, about.</summary>
    private const long PerObject = 48;

    private const long PerItem = 16;

    private readonly long _total;
    private long _left;

    /// <param name="pickleLength">The length of the pickle in bytes.</param>
    /// <param name="fileLength">The length of the file it comes from, which is shorter where it is compressed.</param>
    public MemoryBudget(long pickleLength, long fileLength)
    {
        _total = Base + (PerByte * Math.Min(pickleLength, LargestRatio * fileLength));
        _left = _total;
    }

    public void ChargeObject() => Charge(PerObject);

    public void ChargeItem() => Charge(PerItem);

    public void ChargeData(long bytes) => Charge(PerObject + bytes);

    private void Charge(long bytes)
    {
        _left -= bytes;
        if (_left < 0)
        {
            throw new PickleException(
                "the pickle would take far more memory than its length justifies", $"at most {_total >> 20} MiB");
        }
    }
}
