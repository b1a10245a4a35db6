using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Reflection;
using FastElman.Samples.SessionCluster.Contracts;
using FastElman.Samples.SessionCluster.Gateway;
using FastElman.Samples.SessionCluster.Telemetry;
using FastElman.Samples.SessionCluster.Tests.Sessions;
using FastElman.Samples.TaggingService.Grpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;

namespace FastElman.Samples.SessionCluster.Tests.Gateway;

/// <summary>The sessions of one call.</summary>
[Collection(InProcessSilo.Name)]
public sealed class CallTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ClusterMeter _meter;
    private readonly InProcessSilo _silo;

    public CallTests(InProcessSilo silo)
    {
        silo.Require();
        _silo = silo;
        _meter = new ClusterMeter(_services.GetRequiredService<IMeterFactory>());
    }

    [Fact]
    public async Task An_answer_does_not_wait_for_the_end_of_a_session_that_made_room()
    {
        var end = new TaskCompletionSource();
        var grains = DispatchProxy.Create<IGrainFactory, Ways>();
        ((Ways)(object)grains).Next = () => new BrokenWay(_silo.NewSession()) { Closing = end.Task };
        var call = new CallSessions(
            grains,
            new SessionRelays(grains),
            new ClusterSettings { MaximumSessions = 1 },
            _meter,
            NullLogger.Instance);
        await SayAsync(session: 0);

        Assert.Equal(1, (await SayAsync(session: 1)).Labels.Single().Session);

        var closing = call.CloseAsync(TimeSpan.FromMilliseconds(1));
        await closing.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        closing = call.CloseAsync(TimeSpan.FromSeconds(30));
        Assert.False(closing.IsCompleted, "The end was not waited for.");
        end.SetResult();
        await closing;

        Task<SessionLabels> SayAsync(int session) => call.AdvanceAsync(
            new SessionWords { Words = { new SessionWord { Session = session, Text = "from", End = true } } },
            TestContext.Current.CancellationToken).WaitAsync(
                TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        _meter.Dispose();
        _services.Dispose();
    }

    /// <summary>Gives the next way to whoever asks for a grain.</summary>
    [SuppressMessage("Performance", "CA1852:Seal internal types", Justification = "DispatchProxy derives from it.")]
    private class Ways : DispatchProxy
    {
        public Func<ILiveSession>? Next { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Next!();
    }
}
