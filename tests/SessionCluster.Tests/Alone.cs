namespace FastElman.Samples.SessionCluster.Tests;

/// <summary>
/// Tests that start processes of their own: one after the other, when all others have ended, and not once more for each
/// instruction set.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
