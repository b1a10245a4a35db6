namespace FastElman.Samples.SessionCluster.Sessions;

/// <summary>Something that an engine has to do.</summary>
internal interface IEngineWork
{
    /// <summary>Does it, and gives the result, or what went wrong, to whoever waits.</summary>
    void Run();
}
