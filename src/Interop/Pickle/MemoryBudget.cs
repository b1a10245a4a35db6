namespace FastElman.Interop.Pickle;

/// <summary>
/// How much memory a pickle may take. A pickle can make a structure of any size from few bytes (by copying what it has
/// named before), and a compressed one can hide many such bytes; every value that comes into being is charged here first.
/// </summary>
internal sealed class MemoryBudget
{
    /// <summary>What even a tiny file may take.</summary>
    private const long Base = 24L << 20;

    /// <summary>What each byte of the pickle may take; the tutorial's own takes 3, one of protocol 5 with short sentences 15.</summary>
    private const long PerByte = 32;

    /// <summary>Counted at most for each byte of the file: compression beyond that earns nothing.</summary>
    private const long LargestRatio = 4;

    /// <summary>About what a list, tuple, array, string or memo entry takes besides its items.</summary>
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
            throw new PickleException("the pickle would take far more memory than its length justifies", $"at most {_total >> 20} MiB");
        }
    }
}
