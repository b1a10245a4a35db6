namespace FastElman.Benchmarks.Cluster.Processes;

/// <summary>What a silo says about a version of the model, as /v1/sessions has it.</summary>
internal sealed record VersionCounts(string Fingerprint, bool IsCurrent, int Sessions, long Ticks, long Words);
