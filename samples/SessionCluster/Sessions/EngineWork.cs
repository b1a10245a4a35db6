namespace FastElman.Samples.SessionCluster.Sessions;

/// <summary>Something that an engine has to do and somebody waits for.</summary>
internal abstract class EngineWork<T> : IEngineWork
{
    // Who waits goes on elsewhere: the engine has other sessions to serve.
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Task => _result.Task;

    public void Run()
    {
        try
        {
            _result.SetResult(Do());
        }
        catch (Exception e)
        {
            _result.SetException(e);
        }
    }

    public void Fail(Exception exception) => _result.TrySetException(exception);

    protected abstract T Do();
}
