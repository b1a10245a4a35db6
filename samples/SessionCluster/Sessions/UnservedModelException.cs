namespace FastElman.Samples.SessionCluster.Sessions;

/// <summary>A model cannot serve live sessions on this silo, however often it is tried.</summary>
internal sealed class UnservedModelException(string message, Exception? cause = null)
    : InvalidOperationException(message, cause);
