namespace FastElman.Samples.SessionCluster.Placement;

/// <summary>Sessions are where their calls arrive, as long as silos have about as many.</summary>
[GenerateSerializer, Immutable, Alias("fastelman.even")]
internal sealed class EvenPlacement : PlacementStrategy;
