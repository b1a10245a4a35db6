using FastElman.Samples.SessionCluster.Sessions;

namespace FastElman.Samples.SessionCluster.Placement;

/// <summary>Tells other silos how full this one is.</summary>
internal sealed class SiloLoadService(GrainId id, Silo silo, ILoggerFactory loggers, SiloCapacity capacity)
    : GrainService(id, silo, loggers), ISiloLoadService
{
    public Task<SiloLoad> GetAsync() => Task.FromResult(capacity.Load);
}
