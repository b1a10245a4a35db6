using System.Diagnostics;

namespace FastElman.Samples.SessionCluster.Tests;

/// <summary>Waits for what others do, no longer than half a minute.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Task IsTrueAsync(Func<bool> condition, string what) =>
        IsTrueAsync(() => Task.FromResult(condition()), what);

    public static async Task IsTrueAsync(Func<Task<bool>> condition, string what)
    {
        for (var clock = Stopwatch.StartNew(); !await condition(); await Task.Delay(5))
        {
            Assert.True(clock.Elapsed < Patience, $"It did not happen in {Patience.TotalSeconds:0} s: {what}");
        }
    }
}
