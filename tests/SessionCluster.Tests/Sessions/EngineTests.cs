using FastElman.Benchmarks.Cluster.Load;
using FastElman.Samples.SessionCluster.Contracts;
using FastElman.Samples.SessionCluster.Sessions;
using Orleans.Runtime;

namespace FastElman.Samples.SessionCluster.Tests.Sessions;

public sealed class EngineTests
{
    private static readonly Sentences Sentences = new([FlightsModel.Compiled.Model], count: 50);

    private readonly SessionEngine _engine = new(FlightsModel.Compiled, capacity: 100);

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
        var other = new SessionEngine(FlightsModel.Compiled, capacity: 10);
        var pieces = Pieces(4);
        var session = await OpenAsync(_engine);
        var first = await AdvanceAsync(session, 0, pieces[..before]);

        var saved = (await _engine.SaveAsync([session]))[0]!;
        var moved = await other.OpenAsync(session.Id, saved);
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
    public async Task A_full_silo_refuses_a_session_and_goes_on()
    {
        var full = new SessionEngine(FlightsModel.Compiled, capacity: 1);
        var session = await OpenAsync(full);

        await Assert.ThrowsAsync<InvalidOperationException>(() => OpenAsync(full));

        Assert.Equal(Expected(3), await AdvanceAsync(session, 0, Pieces(3)));
    }

    [Fact]
    public async Task A_state_of_another_model_is_refused_and_takes_no_place()
    {
        var session = await OpenAsync(_engine);
        await AdvanceAsync(session, 0, Pieces(4)[..3]);
        var saved = (await _engine.SaveAsync([session]))[0]!;
        var other = new SessionEngine(FlightsModel.OtherVersion().Compile(), capacity: 1);

        await Assert.ThrowsAsync<StreamStateException>(() => other.OpenAsync(session.Id, saved));

        Assert.Equal(0, other.SessionCount);
    }

    [Fact]
    public async Task An_engine_that_has_ended_says_so()
    {
        _engine.Complete();

        await Assert.ThrowsAsync<InvalidOperationException>(() => OpenAsync(_engine));
    }

    private static Task<LiveSession> OpenAsync(SessionEngine engine) =>
        engine.OpenAsync(GrainId.Create("session", "s"), new SessionRecord());

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
