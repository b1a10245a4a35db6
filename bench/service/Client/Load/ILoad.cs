namespace FastElman.Benchmarks.Service.Load;

/// <summary>A client that asks again as soon as it has an answer.</summary>
internal interface ILoad
{
    Task<LoadResult> RunAsync(TimeSpan duration);
}
