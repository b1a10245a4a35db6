using FastElman.Benchmarks.Cluster.Load;
using FastElman.Samples.SessionCluster.Contracts;
using FastElman.Samples.SessionCluster.Sessions;
using Orleans.Runtime;

namespace FastElman.Samples.SessionCluster.Tests.Sessions;

public sealed class EngineTests
{
    private static readonly Sentences Sentences = new([FlightsModel.Compiled.Model], count: 50);

    private readonly SessionEngine _engine = new(FlightsModel.Compiled, new SiloCapacity(100));

    [Fact]
    public async Task Sessions_that_advance_together_get_the_labels_of_streams_of_their_own()
    {
        var sessions = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => OpenAsync(_engine)));

        var labels = await Task.WhenAll(sessions.Select((session, i) => AdvanceAsync(session, 0, Pieces(i))));

        Assert.All(labels, (of, i) => Assert.Equal(Expected(i), of));
        Assert.True(_engine.TickCount < _engine.WordCount, "No tick had more than one word.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task A_session_goes_on_from_its_saved_state_on_another_silo(int before)
    {
        var other = new SessionEngine(FlightsModel.Compiled, new SiloCapacity(10));
        var pieces = Pieces(4);
        var session = await OpenAsync(_engine);
        var first = await AdvanceAsync(session, 0, pieces[..before]);

        var saved = (await _engine.SaveAsync([session]))[0]!;
        var moved = await other.RestoreAsync(session.Id, saved);
        var second = await AdvanceAsync(moved, before, pieces[before..]);

        Assert.Equal(before, saved.Next);
        Assert.Equal(Expected(4), [.. first, .. second]);
    }

    [Fact]
    public async Task A_saved_state_has_the_last_answer()
    {
        var session = await OpenAsync(_engine);
        var labels = await AdvanceAsync(session, 0, Pieces(2));

        var saved = (await _engine.SaveAsync([session]))[0]!;

        Assert.Equal(0, saved.LastFirst);
        Assert.Equal(labels, saved.LastLabels);
        Assert.Empty(saved.State);
    }

    [Fact]
    public async Task Two_sentences_can_come_in_one_message()
    {
        var session = await OpenAsync(_engine);

        var labels = await AdvanceAsync(session, 0, [.. Pieces(0), .. Pieces(1)]);

        Assert.Equal([.. Expected(0), .. Expected(1)], labels);
    }

    [Fact]
    public async Task A_session_that_was_closed_is_not_saved()
    {
        var session = await OpenAsync(_engine);
        await _engine.CloseAsync(session);

        Assert.Null((await _engine.SaveAsync([session]))[0]);
    }

    [Fact]
    public async Task A_full_silo_begins_no_session_of_any_version_and_goes_on()
    {
        var capacity = new SiloCapacity(1);
        var full = new SessionEngine(FlightsModel.Compiled, capacity);
        var other = new SessionEngine(FlightsModel.OtherVersion().Compile(), capacity);
        var session = await OpenAsync(full);

        Assert.Null(await full.BeginAsync(session.Id, new SessionRecord()));
        Assert.Null(await other.BeginAsync(session.Id, new SessionRecord()));

        Assert.Equal(Expected(3), await AdvanceAsync(session, 0, Pieces(3)));
        await full.CloseAsync(session);
        Assert.NotNull(await other.BeginAsync(session.Id, new SessionRecord()));
    }

    [Fact]
    public async Task A_full_silo_takes_a_session_of_a_silo_that_died()
    {
        var full = new SessionEngine(FlightsModel.Compiled, new SiloCapacity(1));
        var session = await OpenAsync(full);

        Assert.NotNull(await full.RestoreAsync(session.Id, new SessionRecord { Next = 7 }));
    }

    [Fact]
    public async Task A_session_closed_twice_makes_room_for_one()
    {
        var capacity = new SiloCapacity(2);
        var engine = new SessionEngine(FlightsModel.Compiled, capacity);
        var session = await OpenAsync(engine);
        await OpenAsync(engine);

        await engine.CloseAsync(session);
        await engine.CloseAsync(session);

        Assert.Equal((1, 1), (capacity.Count, engine.SessionCount));
    }

    [Fact]
    public async Task A_state_of_another_model_is_refused_and_takes_no_place()
    {
        var session = await OpenAsync(_engine);
        await AdvanceAsync(session, 0, Pieces(4)[..3]);
        var saved = (await _engine.SaveAsync([session]))[0]!;
        var capacity = new SiloCapacity(1);
        var other = new SessionEngine(FlightsModel.OtherVersion().Compile(), capacity);

        await Assert.ThrowsAsync<StreamStateException>(() => other.RestoreAsync(session.Id, saved));

        Assert.Equal((0, 0), (other.SessionCount, capacity.Count));
    }

    [Fact]
    public async Task A_session_that_goes_on_at_a_later_sentence_knows_nothing_of_the_one_before()
    {
        var session = await OpenAsync(_engine);
        await AdvanceAsync(session, 0, Pieces(4)[..3]);

        await _engine.SkipAsync(session, 9);

        Assert.Equal(Expected(5), await AdvanceAsync(session, 9, Pieces(5)));
        Assert.Equal(9 + Pieces(5).Length, session.Next);
    }

    [Fact]
    public async Task A_session_with_a_few_words_does_not_wait_for_one_with_many()
    {
        var (one, other) = (await OpenAsync(_engine), await OpenAsync(_engine));
        var many = new SessionWord[2_000_000];
        var longest = new PiecesWork(one, new SessionPieces { First = 0, Pieces = [new Piece("", false)] }, many);
        var answer = _engine.AdvanceAsync(longest);

        var labels = await AdvanceAsync(other, 0, Pieces(3));

        Assert.False(answer.IsCompleted, "The many words were taken first.");
        Assert.Equal(Expected(3), labels);
        Assert.Null((await _engine.SaveAsync([one]))[0]);
        await _engine.CloseAsync(one);
        await Assert.ThrowsAsync<InvalidOperationException>(() => answer);
    }

    [Fact]
    public async Task A_session_that_was_closed_takes_no_words()
    {
        var session = await OpenAsync(_engine);
        await _engine.CloseAsync(session);

        await Assert.ThrowsAsync<InvalidOperationException>(() => AdvanceAsync(session, 0, Pieces(3)));
    }

    [Fact]
    public async Task Words_that_cannot_be_taken_spoil_their_session_and_no_other()
    {
        var (one, other) = (await OpenAsync(_engine), await OpenAsync(_engine));
        var wrong = new PiecesWork(one, new SessionPieces { First = 0, Pieces = [] }, [1, int.MaxValue]);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _engine.AdvanceAsync(wrong));

        Assert.True(one.IsStale);
        Assert.Null((await _engine.SaveAsync([one]))[0]);
        Assert.Equal(Expected(3), await AdvanceAsync(other, 0, Pieces(3)));
    }

    [Fact]
    public async Task Words_that_cannot_be_taken_in_the_same_tick_spoil_their_session_alone()
    {
        var group = new StreamGroup(FlightsModel.Compiled, 3);
        var ticks = new EngineTicks(group, FlightsModel.Compiled.Labels!);
        PiecesWork[] works = [Work(Words(3)), Work([1, int.MaxValue]), Work(Words(4))];
        Array.ForEach(works, ticks.Add);
        while (!ticks.IsEmpty)
        {
            ticks.Run();
        }

        Assert.Equal(Expected(3), await works[0].Task);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => works[1].Task);
        Assert.Equal(Expected(4), await works[2].Task);
        Assert.Equal([false, true, false], works.Select(work => work.Session.IsStale));

        SessionWord[] Words(int sentence) => PieceReader.Read(FlightsModel.Compiled, Pieces(sentence), 0, 1000, out _)!;

        PiecesWork Work(SessionWord[] words) => new(
            new LiveSession(GrainId.Create("session", "s"), _engine, group.Open(), new SessionRecord()),
            new SessionPieces { First = 0, Pieces = [] },
            words);
    }

    [Fact]
    public async Task An_engine_that_stops_says_why()
    {
        var stopped = new TaskCompletionSource<Exception>();
        var engine = new SessionEngine(FlightsModel.Compiled, new SiloCapacity(1), stopped.SetResult);

        // There is no such session: it should not happen.
        _ = engine.AdvanceAsync(new PiecesWork(null!, new SessionPieces { First = 0, Pieces = [] }, []));

        Assert.IsType<NullReferenceException>(await stopped.Task.WaitAsync(
            TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Whoever_waits_for_an_engine_that_stops_and_whoever_asks_later_is_told()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var limit = TimeSpan.FromSeconds(30);
        var stopped = new TaskCompletionSource<Exception>();
        var engine = new SessionEngine(FlightsModel.Compiled, new SiloCapacity(2), stopped.SetResult);
        var session = await OpenAsync(engine);
        var pieces = new SessionPieces { First = 0, Pieces = [new Piece("", false)] };
        var ticking = engine.AdvanceAsync(new PiecesWork(session, pieces, new SessionWord[2_000_000]));

        // There is no such session: it should not happen.
        var cause = engine.AdvanceAsync(new PiecesWork(null!, pieces, []));
        var queued = engine.SaveAsync([session]);
        await stopped.Task.WaitAsync(limit, cancellation);

        foreach (var work in (Task[])[ticking, cause, queued, engine.SaveAsync([session]), engine.CloseAsync(session)])
        {
            var e = await Assert.ThrowsAsync<InvalidOperationException>(() => work.WaitAsync(limit, cancellation));
            Assert.IsType<NullReferenceException>(e.InnerException);
        }
    }

    [Fact]
    public void A_silo_of_more_sessions_than_memory_can_hold_names_the_setting()
    {
        var e = Assert.Throws<UnservedModelException>(
            () => new SessionEngine(FlightsModel.Compiled, new SiloCapacity(1_000_000_000)));

        Assert.StartsWith("There is no room for 2000000000 streams of ", e.Message, StringComparison.Ordinal);
        Assert.Contains("Cluster:MaximumSessionsOfSilo", e.Message, StringComparison.Ordinal);
    }

    private static async Task<LiveSession> OpenAsync(SessionEngine engine) =>
        (await engine.BeginAsync(GrainId.Create("session", "s"), new SessionRecord()))!;

    private static Task<WordLabel[]> AdvanceAsync(LiveSession session, long first, Piece[] pieces)
    {
        var words = PieceReader.Read(session.Engine.Model, pieces, session.WordCount, 1000, out var problem);
        Assert.Null(problem);
        return session.Engine.AdvanceAsync(
            new PiecesWork(session, new SessionPieces { First = first, Pieces = pieces }, words!));
    }

    private static Piece[] Pieces(int sentence) =>
    [
        .. Sentences[sentence].Select((text, i) => new Piece(text, i == Sentences[sentence].Count - 1)),
    ];

    private static IEnumerable<WordLabel> Expected(int sentence) =>
        Sentences.LabelsOf(0, sentence).Select((label, i) => new WordLabel(i, label));
}
