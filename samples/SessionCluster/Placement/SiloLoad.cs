namespace FastElman.Samples.SessionCluster.Placement;

/// <summary>How full a silo is.</summary>
/// <param name="Sessions">The sessions that it has.</param>
/// <param name="Maximum">The most that may begin there.</param>
[GenerateSerializer, Immutable, Alias("fastelman.load")]
internal readonly record struct SiloLoad(int Sessions, int Maximum)
{
    /// <summary>Whether no session may begin there.</summary>
    public bool IsFull => Sessions >= Maximum;
}
