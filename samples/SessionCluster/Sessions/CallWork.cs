namespace FastElman.Samples.SessionCluster.Sessions;

/// <summary>A function that is called between ticks.</summary>
internal sealed class CallWork<T>(Func<T> function) : EngineWork<T>
{
    protected override T Do() => function();
}
