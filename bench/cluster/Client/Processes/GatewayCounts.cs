namespace FastElman.Benchmarks.Cluster.Processes;

/// <summary>What a gateway has counted, as /v1/gateway has it.</summary>
/// <param name="Pieces">Pieces that callers have sent.</param>
/// <param name="Repeated">Pieces that had to be sent again after their answer.</param>
/// <param name="Lost">Sessions that could not be gone on with.</param>
/// <param name="Retries">Calls of silos that failed and were made again.</param>
internal sealed record GatewayCounts(long Pieces, long Repeated, long Lost, long Retries);
