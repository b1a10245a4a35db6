using System.Collections.Concurrent;
using FastElman.Samples.SessionCluster.Sessions;

namespace FastElman.Samples.SessionCluster.Placement;

/// <summary>
/// How full this silo and the others are, as far as it knows: it asks them every second. One that does not answer is
/// left out, since no session could be reached there from here.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SiloLoads(
    SiloCapacity capacity, SiloLoadClient client, ISiloStatusOracle silos, ILocalSiloDetails local) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>What others have said, and the sessions that were sent to them since.</summary>
    private readonly ConcurrentDictionary<SiloAddress, SiloLoad> _others = [];

    /// <summary>The silos that have said how full they are, without this one.</summary>
    public IEnumerable<SiloAddress> Others => _others.Keys;

    /// <summary>Whether all active silos have said that they are full. One that did not answer may have room.</summary>
    public bool AreAllFull => capacity.Load.IsFull
        && ActiveOthers().All(silo => _others.TryGetValue(silo, out var load) && load.IsFull);

    /// <summary>
    /// The silo of a session that comes into memory: this one as long as it has room and the others have about as many
    /// sessions, else the one that has the fewest.
    /// </summary>
    /// <param name="allowed">The silos that may have it.</param>
    /// <param name="isHereAllowed">Whether this one may.</param>
    public SiloAddress Choose(IReadOnlyList<SiloAddress> allowed, bool isHereAllowed)
    {
        var best = allowed.Where(_others.ContainsKey)
            .MinBy(silo => _others.TryGetValue(silo, out var load) ? (load.IsLast, load.Sessions) : (true, 0));
        if (best is null || !_others.TryGetValue(best, out var other))
        {
            return isHereAllowed ? local.SiloAddress : allowed[0];
        }

        var here = capacity.Load;
        if (isHereAllowed && (other.IsLast || !(here.IsLast || IsClearlyFuller(here, other))))
        {
            return local.SiloAddress;
        }

        _others.TryUpdate(best, other with { Sessions = other.Sessions + 1 }, other);
        return best;
    }

    /// <summary>Asks all others, over and over.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            do
            {
                var others = ActiveOthers().ToArray();
                foreach (var gone in _others.Keys.Except(others))
                {
                    _others.TryRemove(gone, out _);
                }

                await Task.WhenAll(others.Select(silo => AskAsync(silo, stoppingToken)));
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo ends.
        }
    }

    /// <summary>A call that goes through another silo costs more: a small difference is none.</summary>
    private static bool IsClearlyFuller(SiloLoad here, SiloLoad other) =>
        here.Sessions > other.Sessions + (other.Sessions / 4) + 16;

    private IEnumerable<SiloAddress> ActiveOthers() => silos.GetApproximateSiloStatuses(onlyActive: true).Keys
        .Where(silo => !silo.Equals(local.SiloAddress));

    private async Task AskAsync(SiloAddress silo, CancellationToken cancellationToken)
    {
        try
        {
            _others[silo] = await client.GetAsync(silo).WaitAsync(Interval, cancellationToken);
        }
        catch (Exception)
        {
            // It is about to begin, or to end, or cannot be reached.
            _others.TryRemove(silo, out _);
        }
    }
}
