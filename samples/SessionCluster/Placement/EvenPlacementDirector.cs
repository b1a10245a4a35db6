using Orleans.Runtime.Placement;

namespace FastElman.Samples.SessionCluster.Placement;

/// <summary>
/// Places sessions. A client of Orleans sends calls of a name always to the same silo as long as that lives: where
/// sessions are alone where their calls arrive, a silo that joins later gets none of a client that has used all its
/// ways.
/// </summary>
internal sealed class EvenPlacementDirector(SiloLoads loads) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(
        PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var allowed = context.GetCompatibleSilos(target);
        var isHereAllowed = context.LocalSiloStatus == SiloStatus.Active && allowed.Contains(context.LocalSilo);
        return Task.FromResult(loads.Choose(allowed, isHereAllowed));
    }
}
