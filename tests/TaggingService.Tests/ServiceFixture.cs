namespace FastElman.Samples.TaggingService.Tests;

/// <summary>A service as it is delivered, for the tests of a class.</summary>
public sealed class ServiceFixture : IAsyncDisposable
{
    public RunningService Service { get; } = new();

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
