using System.Diagnostics.Metrics;
using FastElman.Benchmarks.Cluster.Load;
using FastElman.Samples.SessionCluster.Contracts;
using FastElman.Samples.SessionCluster.Gateway;
using FastElman.Samples.SessionCluster.Telemetry;
using FastElman.Samples.SessionCluster.Tests.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;

namespace FastElman.Samples.SessionCluster.Tests.Gateway;

/// <summary>The way from a gateway to a session of a silo, where calls, answers and what is unsaved get lost.</summary>
[Collection(InProcessSilo.Name)]
public sealed class RouteTests : IDisposable
{
    /// <summary>A sentence of some length.</summary>
    private const int Sentence = 4;

    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly Sentences Sentences = new([FlightsModel.Compiled.Model], count: 50);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ClusterMeter _meter;
    private readonly InProcessSilo _silo;
    private readonly ILiveSession _session;
    private readonly BrokenWay _way;
    private readonly ClusterSettings _settings = new() { GiveUpAfter = TimeSpan.FromSeconds(20) };
    private readonly SessionRoute _route;
    private readonly List<WordLabel> _labels = [];
    private int _sent;
    private int _places;

    public RouteTests(InProcessSilo silo)
    {
        silo.Require();
        _silo = silo;
        _session = silo.NewSession();
        _way = new BrokenWay(_session);
        _meter = new ClusterMeter(_services.GetRequiredService<IMeterFactory>());
        _route = new SessionRoute(7, Place, _settings, _meter, NullLogger.Instance);
    }

    [Fact]
    public async Task A_call_that_fails_is_made_again()
    {
        _way.LoseCalls(2);

        await SpeakToTheEndAsync();

        Assert.Equal((2, 0), (_meter.Gateway.Retries, _meter.Gateway.Repeated));
    }

    [Fact]
    public async Task An_answer_that_got_lost_comes_again()
    {
        await SpeakAsync(4);
        _way.LoseAnswers(1);

        await SpeakToTheEndAsync();

        Assert.Equal((1, 0), (_meter.Gateway.Retries, _meter.Gateway.Repeated));
    }

    [Fact]
    public async Task What_was_not_saved_is_sent_again_and_its_labels_are_not_told_twice()
    {
        await SpeakAsync(4);
        await _silo.SaveAsync(_session, next: 4);
        await SpeakAsync(2);
        await _silo.LoseAsync(_session);

        await SpeakToTheEndAsync();

        Assert.Equal((2, 0), (_meter.Gateway.Repeated, _meter.Gateway.Lost));
    }

    [Fact]
    public async Task A_session_that_was_never_saved_begins_anew_with_its_model()
    {
        await SpeakAsync(2);
        await _silo.LoseAsync(_session);

        await SpeakToTheEndAsync();

        var again = _way.Arrived.Last(pieces => pieces.First == 0);
        Assert.NotSame(_way.Arrived[0], again);
        Assert.Equal(FlightsModel.Compiled.Model.Fingerprint, again.Model);
    }

    [Fact]
    public async Task A_silo_that_is_lost_again_while_pieces_are_repeated_is_no_harm()
    {
        await SpeakAsync(6);
        await _silo.LoseAsync(_session);
        var losing = _way.Arrived.Count + 4;
        _way.BeforeCall = arrived => arrived == losing ? _silo.LoseAsync(_session) : Task.CompletedTask;

        await SpeakToTheEndAsync();

        // The seventh piece, then three of the six; all six after the second loss.
        Assert.Equal(
            [6, 0, 1, 2, 3, 0, 1, 2, 3, 4, 5], _way.Arrived.Skip(6).Take(11).Select(pieces => (int)pieces.First));
    }

    [Fact]
    public async Task A_session_that_has_taken_everything_while_pieces_are_repeated_gives_its_last_answer_again()
    {
        await SpeakAsync(5);

        // The answer gets lost; the next call reaches a silo that knows nothing of the session, those that follow one
        // that has all of it.
        _way.LoseAnswers(1);
        var (nowhere, call) = (_silo.NewSession(), _way.Arrived.Count);
        _way.BeforeCall = arrived =>
        {
            _way.Session = arrived == call + 1 ? nowhere : _session;
            return Task.CompletedTask;
        };
        await SpeakAsync(1);

        Assert.Equal([5, 5, 0, 5], _way.Arrived.Skip(call).Select(pieces => (int)pieces.First));
        await SpeakToTheEndAsync();
        Assert.Equal(0, _meter.Gateway.Lost);
    }

    [Fact]
    public async Task A_busy_session_is_asked_again_a_little_later()
    {
        _silo.Storage.IsReadOnly = true;
        await SpeakAsync(InProcessSilo.MaximumUnsavedPieces);
        var speaking = SpeakAsync(1);
        await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.False(speaking.IsCompleted, "More was taken than may be unsaved.");
        _silo.Storage.IsReadOnly = false;
        await speaking;

        await SpeakToTheEndAsync();

        Assert.Equal((0, 0), (_meter.Gateway.Retries, _meter.Gateway.Repeated));
    }

    [Fact]
    public async Task What_is_saved_is_not_kept()
    {
        await SpeakAsync(2);
        await _silo.SaveAsync(_session, next: 2);
        await SpeakAsync(1);
        await _silo.LoseAsync(_session);
        _silo.Storage.Forget();

        var problem = await Assert.ThrowsAsync<SessionProblemException>(() => SpeakAsync(1));

        Assert.Equal(SessionProblem.Lost, problem.Problem);
        Assert.Equal(1, _meter.Gateway.Lost);
        Assert.StartsWith("Session 7 is lost: its saved state is at piece 0", problem.Message);
    }

    [Fact]
    public async Task A_sentence_that_begins_needs_nothing_of_what_was_lost()
    {
        await SpeakToTheEndAsync();
        await _silo.SaveAsync(_session, _sent);
        await _silo.LoseAsync(_session);
        _silo.Storage.Forget();

        await SpeakNextSentenceAsync();

        Assert.Equal((0, 0), (_meter.Gateway.Lost, _meter.Gateway.Repeated));
    }

    [Fact]
    public async Task A_sentence_is_repeated_from_its_beginning_where_its_state_is_lost()
    {
        await SpeakToTheEndAsync();
        await _silo.SaveAsync(_session, _sent);
        BeginNextSentence();
        await SpeakAsync(2);
        await _silo.LoseAsync(_session);
        _silo.Storage.Forget();

        await SpeakToTheEndAsync();

        Assert.Equal((0, 2), (_meter.Gateway.Lost, _meter.Gateway.Repeated));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(" ", false)]
    [InlineData("to", true)]
    public async Task A_piece_without_a_word_begins_no_sentence(string piece, bool isWithinSentence)
    {
        await _route.AdvanceAsync([new Piece(piece, false)], None);

        Assert.Equal(isWithinSentence, _route.IsWithinSentence);
    }

    [Fact]
    public async Task A_session_whose_silo_is_full_begins_on_another()
    {
        _way.BeFull(10);

        await SpeakToTheEndAsync();

        Assert.Equal((11, 0), (_places, _meter.Gateway.Retries));
    }

    [Fact]
    public async Task A_session_that_no_silo_has_room_for_is_refused_at_once()
    {
        _way.BeFull(int.MaxValue, areAll: true);

        var problem = await Assert.ThrowsAsync<SessionProblemException>(() => SpeakAsync(1));

        Assert.Equal(SessionProblem.Exhausted, problem.Problem);
        Assert.Equal("Session 7 cannot begin: the silos have as many sessions as they may have.", problem.Message);
    }

    [Fact]
    public async Task A_refused_piece_is_told_at_once()
    {
        var text = string.Join(' ', Enumerable.Repeat("to", InProcessSilo.MaximumWords + 1));

        var problem = await Assert.ThrowsAsync<SessionProblemException>(
            () => _route.AdvanceAsync([new Piece(text, false)], None));

        Assert.Equal(SessionProblem.Refused, problem.Problem);
        Assert.StartsWith("Session 7: The sentence has more than", problem.Message);
        Assert.Single(_way.Arrived);
    }

    [Fact]
    public async Task A_session_that_nobody_answers_for_is_given_up()
    {
        _settings.GiveUpAfter = TimeSpan.FromSeconds(1);
        _way.LoseCalls(int.MaxValue);

        var problem = await Assert.ThrowsAsync<SessionProblemException>(() => SpeakAsync(1));

        Assert.Equal(SessionProblem.Unavailable, problem.Problem);
        Assert.Equal("Session 7 had no answer for 1 s.", problem.Message);
    }

    [Fact]
    public async Task A_session_that_cannot_be_saved_is_given_up_with_that_reason()
    {
        _settings.GiveUpAfter = TimeSpan.FromSeconds(1);
        _silo.Storage.IsReadOnly = true;
        await SpeakAsync(InProcessSilo.MaximumUnsavedPieces);

        var problem = await Assert.ThrowsAsync<SessionProblemException>(() => SpeakAsync(1));

        Assert.Equal("Session 7 could not be saved for 1 s.", problem.Message);
    }

    [Fact]
    public async Task A_session_that_finds_no_silo_with_room_is_given_up()
    {
        _settings.GiveUpAfter = TimeSpan.FromSeconds(1);
        _way.BeFull(int.MaxValue);

        var problem = await Assert.ThrowsAsync<SessionProblemException>(() => SpeakAsync(1));

        Assert.Equal(SessionProblem.Exhausted, problem.Problem);
    }

    public void Dispose()
    {
        _silo.Storage.IsDown = false;
        _meter.Dispose();
        _services.Dispose();
    }

    private SessionWay Place()
    {
        _places++;
        return new SessionWay(_way, () => new BrokenRelay(_session) { IsLost = true }, _settings.ResponseTimeout);
    }

    private void BeginNextSentence()
    {
        _sent = 0;
        _labels.Clear();
    }

    private Task SpeakNextSentenceAsync()
    {
        BeginNextSentence();
        return SpeakToTheEndAsync();
    }

    /// <summary>Sends the next pieces, one by one.</summary>
    private async Task SpeakAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var text = Sentences[Sentence][_sent++];
            _labels.AddRange(
                await _route.AdvanceAsync([new Piece(text, _sent == Sentences[Sentence].Count)], None));
        }
    }

    /// <summary>Sends the rest of the sentence: its labels have to be those of an unbroken stream, each once.</summary>
    private async Task SpeakToTheEndAsync()
    {
        await SpeakAsync(Sentences[Sentence].Count - _sent);
        Assert.Equal(Sentences.LabelsOf(0, Sentence).Select((label, i) => new WordLabel(i, label)), _labels);
    }
}
