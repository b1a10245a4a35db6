using System.Diagnostics;
using System.Net;
using FastElman.Benchmarks.Service.Processes;

namespace FastElman.Benchmarks.Cluster.Processes;

/// <summary>
/// Network namespaces of Linux, one for each silo, on a bridge of this machine. The way between two of them can be cut,
/// while both still reach everything else.
/// </summary>
internal sealed class PartedNetwork : IDisposable
{
    private const string Bridge = "fastelman0", Prefix = "10.213.77.";

    private readonly int _count;

    /// <param name="count">How many namespaces to make.</param>
    /// <exception cref="InvalidOperationException">The system does not let this user make them.</exception>
    public PartedNetwork(int count)
    {
        _count = count;

        // What a process left that was killed.
        Dispose();
        try
        {
            Make();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where Redis, the gateway and the callers are.</summary>
    public static ProcessPlace Outside { get; } = new(IPAddress.Parse($"{Prefix}1"), []);

    /// <summary>Where each silo is.</summary>
    public IReadOnlyList<ProcessPlace> Places => [.. Enumerable.Range(0, _count).Select(PlaceOf)];

    /// <summary>Whether this user can make namespaces here.</summary>
    public static bool CanBeMade()
    {
        try
        {
            new PartedNetwork(1).Dispose();
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Cuts the way between two silos, in both directions: neither answers the other any more.</summary>
    public void Cut(int one, int other)
    {
        Run("-n", NameOf(one), "route", "add", "blackhole", $"{Places[other].Address}/32");
        Run("-n", NameOf(other), "route", "add", "blackhole", $"{Places[one].Address}/32");
    }

    /// <summary>Makes it whole again.</summary>
    public void Mend(int one, int other)
    {
        Run("-n", NameOf(one), "route", "del", "blackhole", $"{Places[other].Address}/32");
        Run("-n", NameOf(other), "route", "del", "blackhole", $"{Places[one].Address}/32");
    }

    public void Dispose()
    {
        for (var i = 0; i < _count; i++)
        {
            TryRun("netns", "del", NameOf(i));
            TryRun("link", "del", $"felman{i}a");
        }

        TryRun("link", "del", Bridge);
    }

    private void Make()
    {
        Run("link", "add", Bridge, "type", "bridge");
        Run("addr", "add", $"{Prefix}1/24", "dev", Bridge);
        Run("link", "set", Bridge, "up");
        for (var i = 0; i < _count; i++)
        {
            var (name, inside) = (NameOf(i), $"felman{i}b");
            Run("netns", "add", name);
            Run("link", "add", $"felman{i}a", "type", "veth", "peer", "name", inside);
            Run("link", "set", $"felman{i}a", "master", Bridge, "up");
            Run("link", "set", inside, "netns", name);
            Run("-n", name, "addr", "add", $"{PlaceOf(i).Address}/24", "dev", inside);
            Run("-n", name, "link", "set", inside, "up");
            Run("-n", name, "link", "set", "lo", "up");
        }
    }

    private static string NameOf(int i) => $"fastelman{i}";

    private static ProcessPlace PlaceOf(int i) =>
        new(IPAddress.Parse($"{Prefix}{11 + i}"), ["ip", "netns", "exec", NameOf(i)]);

    private static void Run(params string[] arguments)
    {
        if (TryRun(arguments) is { Length: > 0 } problem)
        {
            throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {problem}");
        }
    }

    /// <returns>What went wrong; empty where nothing did.</returns>
    private static string TryRun(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo("ip", arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var problem = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : problem + $" (exit code {process.ExitCode})";
    }
}
