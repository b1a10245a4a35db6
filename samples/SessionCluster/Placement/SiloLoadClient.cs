using Orleans.Runtime.Services;

namespace FastElman.Samples.SessionCluster.Placement;

/// <summary>Asks other silos how full they are.</summary>
internal sealed class SiloLoadClient(IServiceProvider services) : GrainServiceClient<ISiloLoadService>(services)
{
    public Task<SiloLoad> GetAsync(SiloAddress silo) => GetGrainService(silo).GetAsync();
}
