namespace FastElman.Samples.SessionCluster.Sessions;

/// <summary>Something that an engine has to do.</summary>
internal interface IEngineWork
{
    /// <summary>Does it, and gives the result, or what went wrong, to whoever waits.</summary>
    void Run();

    /// <summary>Tells whoever waits that it was not done.</summary>
    void Fail(Exception exception);
}
