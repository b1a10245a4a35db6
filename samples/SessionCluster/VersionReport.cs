namespace FastElman.Samples.SessionCluster;

/// <summary>What a silo does with a version of the model.</summary>
/// <param name="Fingerprint">The fingerprint of the version.</param>
/// <param name="IsCurrent">Whether new sessions begin on it.</param>
/// <param name="Sessions">The sessions in the memory of the silo.</param>
/// <param name="Ticks">How many ticks were run.</param>
/// <param name="Words">How many words they had.</param>
internal sealed record VersionReport(string Fingerprint, bool IsCurrent, int Sessions, long Ticks, long Words);
