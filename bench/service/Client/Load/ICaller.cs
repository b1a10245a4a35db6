namespace FastElman.Benchmarks.Service.Load;

/// <summary>One that calls, waits for the answer, and calls again.</summary>
internal interface ICaller : IAsyncDisposable
{
    /// <summary>Calls; throws an RpcException where the answer is none.</summary>
    /// <param name="round">The number of the call, from 0.</param>
    Task CallAsync(int round);
}
