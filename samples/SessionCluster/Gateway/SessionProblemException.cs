namespace FastElman.Samples.SessionCluster.Gateway;

/// <summary>A call has to end.</summary>
internal sealed class SessionProblemException(SessionProblem problem, string message, Exception? cause = null)
    : Exception(message, cause)
{
    public SessionProblem Problem { get; } = problem;
}
