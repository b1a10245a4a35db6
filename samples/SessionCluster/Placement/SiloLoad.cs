namespace FastElman.Samples.SessionCluster.Placement;

/// <summary>How full a silo is.</summary>
/// <param name="Sessions">The sessions that it has.</param>
/// <param name="Maximum">The most that may begin there.</param>
/// <param name="IsAvoided">Whether other silos are better: it could not serve a version a moment ago.</param>
[GenerateSerializer, Immutable, Alias("fastelman.load")]
internal readonly record struct SiloLoad(int Sessions, int Maximum, bool IsAvoided = false)
{
    /// <summary>Whether no session may begin there.</summary>
    public bool IsFull => Sessions >= Maximum;

    /// <summary>Whether sessions are placed elsewhere where that is possible.</summary>
    public bool IsLast => IsFull || IsAvoided;
}
