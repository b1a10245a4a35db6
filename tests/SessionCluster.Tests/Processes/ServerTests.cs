using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FastElman.Benchmarks.Cluster.Processes;
using FastElman.Benchmarks.Service.Processes;

namespace FastElman.Samples.SessionCluster.Tests.Processes;

/// <summary>Processes and networks of the runs: none stays behind, and none fails for the port of another.</summary>
[Collection(Alone.Name)]
public sealed class ServerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_process_that_does_not_become_ready_is_not_left_running()
    {
        SkipWithoutLinux();
        var pid = _folder.File("pid");
        var program = Script($"echo $$ > {pid}; echo so far; exec sleep 600");

        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => ServiceProcess.StartAsync(
            program, () => new Dictionary<string, string>(), patience: TimeSpan.FromSeconds(2)));

        Assert.Contains("is not ready in time:\nso far", e.Message);
        Assert.False(Directory.Exists($"/proc/{File.ReadAllText(pid).Trim()}"), "It runs.");
    }

    [Fact]
    public async Task A_process_that_ends_before_it_is_ready_is_told_with_what_it_wrote()
    {
        SkipWithoutLinux();
        var program = Script("echo no model >&2; exit 1");

        var e = await Assert.ThrowsAsync<InvalidOperationException>(
            () => ServiceProcess.StartAsync(program, new Dictionary<string, string>()));

        Assert.Contains("has ended before it was ready:\nno model", e.Message);
    }

    [Fact]
    public async Task A_process_whose_port_was_taken_is_started_at_another()
    {
        SkipWithoutRedis();
        await using var redis = await RedisServer.StartAsync();
        using var taken = Listen();
        var ports = new Queue<int>([PortOf(taken), FreePort.Find()]);

        await using var silo = await ServiceProcess.StartAsync(
            Path.Combine(AppContext.BaseDirectory, "SessionCluster.dll"),
            () => new Dictionary<string, string>
            {
                ["Cluster__Role"] = "Silo",
                ["Cluster__Redis"] = redis.Configuration,
                ["Cluster__SiloPort"] = ports.Dequeue().ToString(CultureInfo.InvariantCulture),
                ["Cluster__GatewayPort"] = $"{FreePort.Find()}",
                ["FastElman__ModelPath"] = FlightsModel.File,
            });

        Assert.Empty(ports);
    }

    [Fact]
    public async Task Ports_that_are_always_taken_are_an_error()
    {
        var starts = 0;

        await Assert.ThrowsAsync<PortTakenException>(() => FreePort.StartAsync<int>(() =>
        {
            starts++;
            throw PortTakenException.Of("bind: Address already in use");
        }));

        Assert.Equal(5, starts);
    }

    [Fact]
    public async Task Redis_whose_port_was_taken_is_started_at_another()
    {
        SkipWithoutRedis();
        using var taken = Listen();
        var ports = new Queue<int>([PortOf(taken), FreePort.Find()]);

        await using var redis = await RedisServer.StartAsync(findPort: ports.Dequeue);

        Assert.NotEqual(PortOf(taken), redis.Port);
        Assert.True(await redis.GetAsync("process_id") > 0);
    }

    [Fact]
    public async Task Redis_is_started_at_another_port_where_a_Redis_answers_already()
    {
        SkipWithoutRedis();
        await using var other = await RedisServer.StartAsync();
        var ports = new Queue<int>([other.Port, FreePort.Find()]);

        await using var redis = await RedisServer.StartAsync(findPort: ports.Dequeue);

        Assert.NotEqual(await other.GetAsync("process_id"), await redis.GetAsync("process_id"));
    }

    [Fact]
    public async Task Redis_that_cannot_start_is_told_with_its_log()
    {
        SkipWithoutRedis();

        // An address of documents (RFC 5737), which no machine has.
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => RedisServer.StartAsync("203.0.113.1"));

        Assert.StartsWith("redis-server at 203.0.113.1:", e.Message);
        Assert.Contains("Cannot assign requested address", e.Message);
    }

    [Fact]
    public void A_network_that_cannot_be_made_leaves_nothing_behind()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && PartedNetwork.CanBeMade(), "No network namespaces can be made here.");

        // The name of what the second namespace needs.
        Ip("link", "add", "felman1b", "type", "bridge");
        try
        {
            Assert.Throws<InvalidOperationException>(() => new PartedNetwork(2));

            Assert.DoesNotContain("fastelman0", Ip("netns", "list"));
            Assert.DoesNotContain("felman0a", Ip("link", "show"));
            Assert.DoesNotContain("fastelman0", Ip("link", "show"));
        }
        finally
        {
            Ip("link", "del", "felman1b");
        }
    }

    public void Dispose() => _folder.Dispose();

    private static void SkipWithoutLinux() =>
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are killed and looked at as Linux has it.");

    private static void SkipWithoutRedis()
    {
        SkipWithoutLinux();
        Assert.SkipUnless(RedisServer.IsInstalled, "There is no redis-server on this machine.");
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static string Ip(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    private string Script(string commands)
    {
        var path = _folder.File("program");
        File.WriteAllText(path, $"#!/bin/sh\n{commands}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return path;
    }
}
