namespace FastElman.Samples.SessionCluster;

/// <summary>What a process does.</summary>
internal enum ClusterRole
{
    /// <summary>It holds sessions, and callers can reach them through it.</summary>
    Both,

    /// <summary>It holds sessions.</summary>
    Silo,

    /// <summary>Callers reach the sessions through it.</summary>
    Gateway,
}
