using FastElman.Training.Search;

namespace FastElman.Fuzz.Targets;

/// <summary>
/// The claim of a trial in a shared search, which another process wrote. Whatever it says, it expires: not before the
/// lease of the process that looks at it, but it does.
/// </summary>
internal sealed class ClaimTarget() : FuzzTarget("search-claim")
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    public override IEnumerable<byte[]> Seeds() =>
    [
        TrialClaim.New(Lease).ToBytes(),
        (TrialClaim.New(Lease) with { LeaseMilliseconds = long.MaxValue, Beat = 7 }).ToBytes(),
    ];

    public override bool IsRefusal(Exception exception) => false;

    public override int Run(byte[] input)
    {
        var time = new SteppedTime();
        var watch = new ClaimWatch(Lease, time);
        var (passed, step) = (TimeSpan.Zero, Lease / 2);
        while (!watch.HasExpired(1, input))
        {
            Require(passed <= 4 * ClaimWatch.LongestLease, "a claim that stays the same expires");
            time.Step(step);
            passed += step;
            step *= 1.5;
        }

        Require(passed >= Lease, "a claim has its lease");
        var claim = TrialClaim.TryParse(input);
        return HashCode.Combine(claim is null, claim?.Token is null, Magnitude((long)passed.TotalSeconds));
    }

    /// <summary>A clock that goes on when it is told to.</summary>
    private sealed class SteppedTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Step(TimeSpan time) => _now += time.Ticks;
    }
}
