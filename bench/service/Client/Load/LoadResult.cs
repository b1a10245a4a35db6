namespace FastElman.Benchmarks.Service.Load;

/// <summary>What a client saw in a run.</summary>
/// <param name="Requests">Answers; of a stream, the unit that the load names.</param>
/// <param name="Errors">Requests without a good answer.</param>
/// <param name="Duration">The time of the run.</param>
/// <param name="P50">The median of the latency in microseconds; so the others.</param>
internal sealed record LoadResult(
    long Requests, long Errors, TimeSpan Duration, double P50, double P99, double P999);
