using Orleans.Services;

namespace FastElman.Samples.SessionCluster.Placement;

/// <summary>Tells other silos how full this one is.</summary>
[Alias("fastelman.loads")]
internal interface ISiloLoadService : IGrainService
{
    [Alias("get")]
    Task<SiloLoad> GetAsync();
}
