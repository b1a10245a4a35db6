namespace FastElman.Extensions.Hosting.Serving;

/// <summary>
/// Takes a share of a sequence, evenly spread and without random numbers. Thread-safe, without locks.
/// </summary>
internal sealed class ShareSampler(double share)
{
    private const int FractionBits = 32;

    /// <summary>The share in units of 2^−32.</summary>
    private readonly long _step = (long)Math.Round(share * (1L << FractionBits));

    private long _sum;

    /// <summary>Whether the next element is among the share.</summary>
    public bool TakeNext()
    {
        var after = Interlocked.Add(ref _sum, _step);
        return after >> FractionBits != (after - _step) >> FractionBits;
    }
}
