using FastElman.Benchmarks.Cluster.Failures;
using FastElman.Benchmarks.Cluster.Load;
using FastElman.Benchmarks.Cluster.Processes;
using FastElman.Benchmarks.Service.Processes;
using FastElman.Samples.TaggingService.Grpc;
using Grpc.Core;
using Grpc.Net.Client;
using TaggingClient = FastElman.Samples.TaggingService.Grpc.TextTagger.TextTaggerClient;

namespace FastElman.Samples.SessionCluster.Tests.Processes;

/// <summary>Silos and a gateway as processes of their own: the runs of bench/cluster, each some seconds long.</summary>
[Collection(Alone.Name)]
public sealed class ClusterTests : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "SessionCluster.dll");

    private static readonly LoadOptions Load = new(Callers: 4, SessionsOfCaller: 10, TimeSpan.FromMilliseconds(50));

    /// <summary>Sessions begin and end all the time.</summary>
    private static readonly LoadOptions Changing = Load with { ShortCallers = 1 };

    /// <summary>The limit of the documents holds on a machine that does nothing else.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Sessions_of_a_killed_silo_go_on_with_the_right_labels()
    {
        SkipElsewhere();

        // Saves are rare: some words are unsaved whenever the silo is killed.
        var settings = new Dictionary<string, string> { ["Cluster__SaveInterval"] = "00:00:05" };

        var counts = await new FailureRuns(Program, FlightsModel.File, Changing, settings).KillAsync(times: 1);

        Assert.Empty(counts.Broken(Limit));
        Assert.True(counts.Repeated > 0, "No piece was asked for again: the silo had no session.");
        Assert.True(counts.Begun > 0, "No session began.");
    }

    [Fact]
    public async Task Sessions_of_a_killed_silo_that_Redis_forgets_count_as_lost_and_break_a_promise()
    {
        SkipElsewhere();

        var counts = await new FailureRuns(Program, FlightsModel.File, Changing).ForgetAsync(times: 1);

        Assert.Empty(counts.Broken(Limit));
        Assert.True(counts.Lost > 0, "No session was lost.");
        var run = counts with { IsLossExpected = false };
        Assert.Equal($"{counts.Lost} sessions were lost.", Assert.Single(run.Broken(Limit)));
    }

    [Fact]
    public async Task Sessions_that_cannot_be_saved_are_busy_until_they_can_and_lose_nothing()
    {
        SkipElsewhere();

        var counts = await new FailureRuns(Program, FlightsModel.File, Changing)
            .PauseRedisAsync(times: 1, TimeSpan.FromSeconds(3));

        Assert.Empty(counts.Broken(Limit));
        Assert.True(counts.Busy > 0, "No session was busy.");
        Assert.Equal(0, counts.Lost);
    }

    [Fact]
    public async Task A_version_is_rolled_out_silo_by_silo_and_sessions_end_on_that_which_they_began_with()
    {
        SkipElsewhere();
        var file = _folder.File("model.safetensors");
        File.Copy(FlightsModel.File, file);
        var other = FlightsModel.OtherVersion();
        var sentences = new Sentences([FlightsModel.Compiled.Model, other]);
        await using var cluster = await SessionClusterProcesses.StartAsync(
            Program, file, [ProcessPlace.Loopback, ProcessPlace.Loopback]);
        await using var old = new SessionLoad(cluster.Gateway.GrpcAddress, sentences, Load);
        await old.WaitForAllAsync();

        other.Save(file);
        await cluster.Silos[0].ReloadAsync();
        await using var between = new SessionLoad(cluster.Gateway.GrpcAddress, sentences, Load);
        await between.WaitForAllAsync();
        await cluster.Silos[1].ReloadAsync();
        await using var late = new SessionLoad(cluster.Gateway.GrpcAddress, sentences, Load);
        await late.WaitForAllAsync();

        // The sessions of the first silo go to the second one, those on the new version and those on the old.
        await cluster.StopAsync(cluster.Silos[0]);
        await Task.WhenAll(old.WaitForAllAsync(), between.WaitForAllAsync(), late.WaitForAllAsync());
        var versions = await cluster.Silos[0].DescribeAsync();
        await Task.WhenAll(old.StopAsync(), between.StopAsync(), late.StopAsync());

        Assert.All([old, between, late], load => Assert.Equal(0, load.Wrong));
        Assert.All([old, between, late], load => Assert.Empty(load.Failures));
        Assert.Equal(3 * 40, versions.Sum(version => version.Sessions));
        Assert.All(versions, version => Assert.InRange(version.Sessions, 40, 80));
        Assert.Equal(other.Fingerprint, Assert.Single(versions, version => version.IsCurrent).Fingerprint);
    }

    [Fact]
    public async Task The_gateway_refuses_what_the_tagging_service_refuses()
    {
        SkipElsewhere();
        var settings = new Dictionary<string, string>
        {
            ["Cluster__MaximumWords"] = "3",
            ["Cluster__MaximumSessions"] = "2",
        };
        await using var cluster = await SessionClusterProcesses.StartAsync(
            Program, FlightsModel.File, [ProcessPlace.Loopback], settings: settings);
        using var channel = GrpcChannel.ForAddress(cluster.Gateway.GrpcAddress);
        var client = new TaggingClient(channel);

        Assert.Equal(StatusCode.InvalidArgument, await StatusAsync(client, Word(0, "flights to oslo tomorrow")));
        Assert.Equal(StatusCode.InvalidArgument, await StatusAsync(client, Word(0, new string('a', 2000))));
        Assert.Equal(StatusCode.ResourceExhausted, await StatusAsync(client, Word(0, new string('a', 100_000))));
        Assert.Equal(StatusCode.ResourceExhausted, await StatusAsync(client, Word(0, "a"), Word(1, "b"), Word(2, "c")));

        // One that is between two sentences makes room.
        Assert.Equal(StatusCode.OK, await StatusAsync(client, Word(0, "a", end: true), Word(1, "b"), Word(2, "c")));
    }

    public void Dispose() => _folder.Dispose();

    private static SessionWord Word(int session, string text, bool end = false) =>
        new() { Session = session, Text = text, End = end };

    /// <summary>A call with one message a word.</summary>
    private static async Task<StatusCode> StatusAsync(TaggingClient client, params SessionWord[] words)
    {
        using var call = client.StreamSessions();
        try
        {
            foreach (var word in words)
            {
                await call.RequestStream.WriteAsync(new SessionWords { Words = { word } });
                if (!await call.ResponseStream.MoveNext(CancellationToken.None))
                {
                    break;
                }
            }

            await call.RequestStream.CompleteAsync();
            await call.ResponseStream.MoveNext(CancellationToken.None);
            return call.GetStatus().StatusCode;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }

    internal static void SkipElsewhere()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are killed and looked at as Linux has it.");
        Assert.SkipUnless(RedisServer.IsInstalled, "There is no redis-server on this machine.");
        Assert.SkipUnless(
            string.IsNullOrEmpty(Environment.GetEnvironmentVariable(SimdInfo.EnvironmentVariable)),
            $"Processes of their own do not depend on {SimdInfo.EnvironmentVariable}, and are tested without it.");
    }
}
