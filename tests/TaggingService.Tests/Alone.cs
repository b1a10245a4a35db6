namespace FastElman.Samples.TaggingService.Tests;

/// <summary>
/// Tests that start processes of their own: one after the other, when all others have ended, and not once more for each
/// instruction set.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";

    /// <summary>The kernels of the tests' own process change nothing about another one that is told nothing.</summary>
    internal static void SkipInTheMatrix() => Assert.SkipUnless(
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable(SimdInfo.EnvironmentVariable)),
        $"Processes of their own do not depend on {SimdInfo.EnvironmentVariable}, and are tested without it.");
}
