namespace FastElman.Extensions.Hosting.Tests.Telemetry;

/// <summary>
/// Tests that listen to the whole process, or need that nobody does: they run alone.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ListenersCollection
{
    public const string Name = "Listeners";
}
