namespace FastElman.Benchmarks.Cluster.Load;

/// <summary>How much is asked.</summary>
/// <param name="Callers">Calls at once.</param>
/// <param name="SessionsOfCaller">Sessions of each.</param>
/// <param name="Pace">From one message of a call to the next; as fast as answers come where it is zero.</param>
/// <param name="PiecesOfMessage">Pieces of each session in a message.</param>
/// <param name="ShortCallers">
/// How many of the callers end their call after two to five messages and begin another one, with new sessions.
/// </param>
internal sealed record LoadOptions(
    int Callers, int SessionsOfCaller, TimeSpan Pace, int PiecesOfMessage = 1, int ShortCallers = 0);
