namespace FastElman.Samples.SessionCluster.Gateway;

/// <summary>Why a call ends.</summary>
internal enum SessionProblem
{
    /// <summary>The caller has sent what cannot be taken.</summary>
    Refused,

    /// <summary>There are too many sessions.</summary>
    Exhausted,

    /// <summary>The caller has sent nothing for too long.</summary>
    Silent,

    /// <summary>No silo answered.</summary>
    Unavailable,

    /// <summary>What a session was is lost.</summary>
    Lost,
}
