namespace FastElman.Samples.SessionCluster.Telemetry;

/// <summary>What a gateway has counted since it started.</summary>
/// <param name="Pieces">Pieces that callers have sent.</param>
/// <param name="Repeated">Pieces that it had to send to a session again after their answer.</param>
/// <param name="Busy">Pieces that had to wait until the session was saved.</param>
/// <param name="Lost">Sessions that could not be gone on with.</param>
/// <param name="Retries">Calls of silos that failed and were made again.</param>
internal sealed record GatewayReport(long Pieces, long Repeated, long Busy, long Lost, long Retries);
