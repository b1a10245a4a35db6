using System.Diagnostics.Metrics;
using FastElman.Benchmarks.Cluster.Load;
using FastElman.Samples.SessionCluster.Contracts;
using FastElman.Samples.SessionCluster.Gateway;
using FastElman.Samples.SessionCluster.Telemetry;
using FastElman.Samples.SessionCluster.Tests.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FastElman.Samples.SessionCluster.Tests.Gateway;

/// <summary>The ways to a session that is not reached where its calls arrive.</summary>
[Collection(InProcessSilo.Name)]
public sealed class WayTests : IDisposable
{
    /// <summary>How many relays are asked at once.</summary>
    private const int RelaysAtOnce = 3;

    /// <summary>A sentence of some length.</summary>
    private const int Sentence = 4;

    private static readonly Sentences Sentences = new([FlightsModel.Compiled.Model], count: 50);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ClusterMeter _meter;
    private readonly ILiveSession _session;
    private readonly BrokenWay _straight;
    private readonly SessionRoute _route;
    private readonly List<BrokenRelay> _relays = [];
    private readonly List<WordLabel> _labels = [];
    private int _sent;
    private int _places;

    /// <summary>What becomes of a relay that is asked for, given how many there were before.</summary>
    private Action<int, BrokenRelay> _break = (_, _) => { };

    public WayTests(InProcessSilo silo)
    {
        silo.Require();
        _session = silo.NewSession();
        _straight = new BrokenWay(_session);
        _meter = new ClusterMeter(_services.GetRequiredService<IMeterFactory>());
        _route = new SessionRoute(7, Place, new ClusterSettings(), _meter, NullLogger.Instance);
    }

    [Fact]
    public async Task Calls_that_are_answered_need_no_relay()
    {
        await SpeakToTheEndAsync();

        Assert.Empty(_relays);
    }

    [Fact]
    public async Task A_session_that_is_not_reached_straight_goes_on_through_a_relay_and_stays_on_it()
    {
        _straight.LoseCalls(int.MaxValue);

        await SpeakToTheEndAsync();

        Assert.Equal((1, RelaysAtOnce), (_meter.Gateway.Retries, _relays.Count));
        Assert.Single(_relays, relay => relay.Passed > 1);
    }

    [Fact]
    public async Task A_relay_that_fails_is_replaced_by_another()
    {
        _straight.LoseCalls(int.MaxValue);
        await SpeakAsync(3);
        _relays.ForEach(relay => relay.IsLost = true);

        await SpeakToTheEndAsync();

        Assert.Equal((2, 2 * RelaysAtOnce), (_meter.Gateway.Retries, _relays.Count));
        Assert.Single(_relays.Skip(RelaysAtOnce), relay => relay.Passed > 1);
    }

    [Fact]
    public async Task A_relay_without_an_answer_is_not_waited_for_where_another_has_one()
    {
        _straight.LoseCalls(int.MaxValue);
        _break = (before, relay) =>
        {
            relay.IsLost = before == 0;
            relay.BeforeCall = before == 1 ? NeverAsync : relay.BeforeCall;
        };

        await SpeakToTheEndAsync();

        Assert.Equal((1, RelaysAtOnce), (_meter.Gateway.Retries, _relays.Count));
        Assert.True(_relays[2].Passed > 1, "The only relay that answers was not used.");
    }

    [Fact]
    public async Task Relays_of_which_none_answers_are_replaced_before_a_call_would_time_out()
    {
        _straight.LoseCalls(int.MaxValue);
        _break = (before, relay) => relay.BeforeCall = before < RelaysAtOnce ? NeverAsync : relay.BeforeCall;

        await SpeakToTheEndAsync();

        Assert.Equal((2, 2 * RelaysAtOnce), (_meter.Gateway.Retries, _relays.Count));
    }

    [Fact]
    public async Task A_session_that_is_reached_straight_again_needs_its_relay_no_longer()
    {
        var straight = new TaskCompletionSource();
        _straight.LoseCalls(1);
        _straight.BeforeCall = _ => straight.Task;
        await SpeakAsync(1);
        Assert.Empty(_straight.Arrived);
        straight.SetResult();

        await Eventually.IsTrueAsync(
            async () =>
            {
                await _route.AdvanceAsync([new Piece("to", false)], TestContext.Current.CancellationToken);
                return _straight.Arrived.Count > 1;
            },
            "calls go straight again");

        var before = _relays.Sum(relay => relay.Passed);
        await SpeakAsync(1);
        Assert.Equal((1, before), (_meter.Gateway.Retries, _relays.Sum(relay => relay.Passed)));
    }

    [Fact]
    public async Task A_session_ends_on_the_way_that_works()
    {
        _straight.LoseCalls(int.MaxValue);
        _straight.Closing = Task.FromException(new TimeoutException());
        await SpeakToTheEndAsync();

        await _route.CloseAsync();

        Assert.Equal(1, Assert.Single(_relays, relay => relay.Passed > 1).Closed);
        Assert.Equal(1, _relays.Sum(relay => relay.Closed));
    }

    [Fact]
    public async Task A_session_that_one_call_finds_no_room_for_may_begin_with_another()
    {
        _straight.LoseCalls(1);
        _straight.BeFull(1);
        _break = (_, relay) => relay.BeforeCall = () => Task.Delay(50);

        await SpeakToTheEndAsync();

        Assert.Equal((1, 1), (_places, _meter.Gateway.Retries));
    }

    [Fact]
    public async Task A_session_that_no_call_finds_room_for_is_placed_once_more_and_asked_straight()
    {
        _straight.LoseCalls(1);
        _straight.BeFull(1);
        _break = (_, relay) => relay.IsFull = true;

        await SpeakToTheEndAsync();

        Assert.Equal((2, 1, RelaysAtOnce), (_places, _meter.Gateway.Retries, _relays.Count));
    }

    public void Dispose()
    {
        _meter.Dispose();
        _services.Dispose();
    }

    private static Task NeverAsync() => new TaskCompletionSource().Task;

    private SessionWay Place()
    {
        _places++;
        return new SessionWay(_straight, NextRelay, TimeSpan.FromSeconds(1));
    }

    private BrokenRelay NextRelay()
    {
        var relay = new BrokenRelay(_session);
        _break(_relays.Count, relay);
        _relays.Add(relay);
        return relay;
    }

    /// <summary>Sends the next pieces, one by one.</summary>
    private async Task SpeakAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var text = Sentences[Sentence][_sent++];
            _labels.AddRange(await _route.AdvanceAsync(
                [new Piece(text, _sent == Sentences[Sentence].Count)], TestContext.Current.CancellationToken));
        }
    }

    /// <summary>Sends the rest of the sentence: its labels have to be those of an unbroken stream, each once.</summary>
    private async Task SpeakToTheEndAsync()
    {
        await SpeakAsync(Sentences[Sentence].Count - _sent);
        Assert.Equal(Sentences.LabelsOf(0, Sentence).Select((label, i) => new WordLabel(i, label)), _labels);
    }
}
