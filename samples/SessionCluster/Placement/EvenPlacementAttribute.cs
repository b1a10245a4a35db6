using Orleans.Placement;

namespace FastElman.Samples.SessionCluster.Placement;

/// <summary>
/// Lets <see cref="EvenPlacementDirector"/> place a grain. Where sessions are placed lives in this room.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class EvenPlacementAttribute() : PlacementAttribute(new EvenPlacement());
