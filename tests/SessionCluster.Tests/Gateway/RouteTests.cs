using System.Diagnostics.Metrics;
using FastElman.Benchmarks.Cluster.Load;
using FastElman.Samples.SessionCluster.Contracts;
using FastElman.Samples.SessionCluster.Gateway;
using FastElman.Samples.SessionCluster.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FastElman.Samples.SessionCluster.Tests.Gateway;

/// <summary>The way from a gateway to a session that breaks as sessions do.</summary>
public sealed class RouteTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ClusterMeter _meter;
    private readonly FragileSession _session = new();
    private readonly ClusterSettings _settings = new() { GiveUpAfter = TimeSpan.FromSeconds(1) };
    private readonly SessionRoute _route;
    private int _places;

    public RouteTests()
    {
        _meter = new ClusterMeter(_services.GetRequiredService<IMeterFactory>());
        _route = new SessionRoute(7, Place, _settings, _meter, NullLogger.Instance);
    }

    [Fact]
    public async Task A_call_that_fails_is_made_again()
    {
        _session.Fail(2);

        Assert.Equal("a", await AdvanceAsync("a"));
        Assert.Equal(2, _meter.Gateway.Retries);
        Assert.Equal(0, _meter.Gateway.Repeated);
    }

    [Fact]
    public async Task An_answer_that_got_lost_comes_again()
    {
        await AdvanceAsync("a");
        _session.LoseAnswer();

        Assert.Equal("b", await AdvanceAsync("b"));
        Assert.Equal("ab", _session.Taken);
    }

    [Fact]
    public async Task What_was_not_saved_is_sent_again_and_its_labels_are_not_told_twice()
    {
        await AdvanceAsync("a");
        _session.Save();
        await AdvanceAsync("b");
        await AdvanceAsync("c");
        _session.LoseSilo();

        Assert.Equal("d", await AdvanceAsync("d"));
        Assert.Equal("abcd", _session.Taken);
        Assert.Equal(2, _meter.Gateway.Repeated);
        Assert.Equal(0, _meter.Gateway.Lost);
    }

    [Fact]
    public async Task A_session_that_was_never_saved_begins_anew_with_its_model()
    {
        await AdvanceAsync("a");
        await AdvanceAsync("b");
        _session.LoseSilo();

        Assert.Equal("c", await AdvanceAsync("c"));
        Assert.Equal("abc", _session.Taken);
        Assert.Equal(FragileSession.Model, _session.ModelOfFirst);
    }

    [Fact]
    public async Task A_silo_that_is_lost_again_while_pieces_are_repeated_is_no_harm()
    {
        foreach (var piece in "abcdef")
        {
            await AdvanceAsync($"{piece}");
        }

        _session.LoseSilo();
        _session.LoseSiloAfter(3);

        Assert.Equal("g", await AdvanceAsync("g"));
        Assert.Equal("abcdefg", _session.Taken);
    }

    [Fact]
    public async Task A_session_that_asks_for_the_pieces_that_were_just_sent_gets_them()
    {
        await AdvanceAsync("a");
        _session.AskAgain();

        Assert.Equal("b", await AdvanceAsync("b"));
        Assert.Equal(0, _meter.Gateway.Repeated);
    }

    [Fact]
    public async Task A_sentence_that_begins_needs_nothing_of_what_was_lost()
    {
        await AdvanceAsync("a", ends: true);
        _session.Save();
        await AdvanceAsync("b", ends: true);
        _session.LoseSilo(forgetsAll: true);

        Assert.Equal("c", await AdvanceAsync("c"));
        Assert.Equal((0, 0), (_meter.Gateway.Lost, _meter.Gateway.Repeated));
    }

    [Fact]
    public async Task A_sentence_is_repeated_from_its_beginning_where_its_state_is_lost()
    {
        await AdvanceAsync("a", ends: true);
        _session.Save();
        await AdvanceAsync("b");
        await AdvanceAsync("c");
        _session.LoseSilo(forgetsAll: true);

        Assert.Equal("d", await AdvanceAsync("d"));
        Assert.Equal("bcd", _session.Taken);
        Assert.Equal((0, 2), (_meter.Gateway.Lost, _meter.Gateway.Repeated));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(" ", false)]
    [InlineData("a", true)]
    public async Task A_piece_without_a_word_begins_no_sentence(string piece, bool isWithinSentence)
    {
        await AdvanceAsync(piece);

        Assert.Equal(isWithinSentence, _route.IsWithinSentence);
    }

    [Fact]
    public async Task A_session_whose_silo_is_full_begins_on_another()
    {
        _session.BeFull(2);

        Assert.Equal("a", await AdvanceAsync("a"));
        Assert.Equal(3, _places);
        Assert.Equal(0, _meter.Gateway.Retries);
    }

    [Fact]
    public async Task A_session_that_no_silo_has_room_for_is_refused_at_once()
    {
        _session.BeFull(int.MaxValue);

        var problem = await Assert.ThrowsAsync<SessionProblemException>(() => AdvanceAsync("a"));

        Assert.Equal(SessionProblem.Exhausted, problem.Problem);
        Assert.Equal(
            "Session 7 cannot begin: the silos have as many sessions as they may have.", problem.Message);
    }

    [Fact]
    public async Task A_busy_session_is_asked_again_a_little_later()
    {
        _session.BeBusy(3);

        Assert.Equal("a", await AdvanceAsync("a"));
        Assert.Equal(0, _meter.Gateway.Retries);
    }

    [Fact]
    public async Task What_is_saved_is_not_kept()
    {
        await AdvanceAsync("a");
        await AdvanceAsync("b");
        _session.Save();
        await AdvanceAsync("c");
        _session.LoseSilo(forgetsAll: true);

        var problem = await Assert.ThrowsAsync<SessionProblemException>(() => AdvanceAsync("d"));

        Assert.Equal(SessionProblem.Lost, problem.Problem);
        Assert.Equal(1, _meter.Gateway.Lost);
        Assert.StartsWith("Session 7 is lost: its saved state is at piece 0", problem.Message);
    }

    [Fact]
    public async Task A_refused_piece_is_told_at_once()
    {
        _session.Refuse("No.");

        var problem = await Assert.ThrowsAsync<SessionProblemException>(() => AdvanceAsync("a"));

        Assert.Equal((SessionProblem.Refused, "Session 7: No."), (problem.Problem, problem.Message));
    }

    [Fact]
    public async Task A_session_that_nobody_answers_for_is_given_up()
    {
        _session.Fail(int.MaxValue);

        var problem = await Assert.ThrowsAsync<SessionProblemException>(() => AdvanceAsync("a"));

        Assert.Equal(SessionProblem.Unavailable, problem.Problem);
    }

    public void Dispose()
    {
        _meter.Dispose();
        _services.Dispose();
    }

    private async Task<string> AdvanceAsync(string piece, bool ends = false) =>
        string.Concat((await _route.AdvanceAsync([new Piece(piece, ends)], None)).Select(label => label.Label));

    private FragileSession Place()
    {
        _places++;
        return _session;
    }
}
