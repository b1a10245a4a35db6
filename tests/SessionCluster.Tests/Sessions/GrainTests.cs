using FastElman.Benchmarks.Cluster.Load;
using FastElman.Samples.SessionCluster.Contracts;
using FastElman.Samples.SessionCluster.Sessions;
using Orleans;

namespace FastElman.Samples.SessionCluster.Tests.Sessions;

/// <summary>The grain of a session, in a silo, with storage that fails or has what another silo wrote.</summary>
[Collection(InProcessSilo.Name)]
public sealed class GrainTests : IDisposable
{
    private static readonly ElmanModel Other = FlightsModel.OtherVersion();

    private static readonly Sentences Sentences = new([FlightsModel.Compiled.Model, Other], count: 50);

    private static readonly int Sentence =
        Enumerable.Range(0, 50).First(sentence => Sentences[sentence].Count is >= 11 and <= 16);

    /// <summary>The sentence in pieces of two words: no more of them than may be unsaved.</summary>
    private static readonly Piece[] Pieces =
    [
        .. Sentences[Sentence].Chunk(2).Select((words, i) =>
            new Piece(string.Join(' ', words), (2 * i) + 2 >= Sentences[Sentence].Count)),
    ];

    private readonly InProcessSilo _silo;
    private readonly ILiveSession _session;

    public GrainTests(InProcessSilo silo)
    {
        silo.Require();
        (_silo, _session) = (silo, silo.NewSession());
    }

    [Fact]
    public async Task A_session_that_leaves_the_memory_between_any_two_words_goes_on_with_the_right_labels()
    {
        var labels = new List<WordLabel>();
        for (var i = 0; i < Pieces.Length; i++)
        {
            var answer = await AdvanceAsync(i, Pieces[i]);
            Assert.Equal((AnswerKind.Taken, i + 1), (answer.Kind, answer.Next));
            labels.AddRange(answer.Labels);
            await _silo.DeactivateAsync(_session);
        }

        Assert.Equal(Expected(version: 0), labels);
        Assert.Equal(Pieces.Length, _silo.Stored(_session)!.Next);
    }

    [Fact]
    public async Task An_answer_that_got_lost_comes_again_and_the_words_are_taken_once()
    {
        await AdvanceAsync(0, Pieces[..5]);
        var first = await AdvanceAsync(5, Pieces[5..]);
        var second = await AdvanceAsync(5, Pieces[5..]);

        // Also when the session has come from its saved state meanwhile.
        await _silo.DeactivateAsync(_session);
        var third = await AdvanceAsync(5, Pieces[5..]);

        Assert.NotEmpty(first.Labels);
        Assert.All([second, third], answer => Assert.Equal(AnswerKind.Taken, answer.Kind));
        Assert.All([second, third], answer => Assert.Equal(first.Labels, answer.Labels));
        Assert.All([second, third], answer => Assert.Equal(Pieces.Length, answer.Next));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Words_from_another_place_are_asked_for_again(long first)
    {
        await AdvanceAsync(0, Pieces[0]);
        await AdvanceAsync(1, Pieces[1]);

        // The ones at place 1 came last, but alone.
        var answer = await AdvanceAsync(first, Pieces[1], Pieces[2]);

        Assert.Equal((AnswerKind.SendAgain, 2), (answer.Kind, answer.Next));
        Assert.Empty(answer.Labels);
    }

    [Fact]
    public async Task A_session_that_cannot_be_saved_is_busy_until_it_can_and_loses_nothing()
    {
        _silo.Storage.IsReadOnly = true;
        await AdvanceAsync(0, [.. Pieces[..4], .. Pieces[..4]]);

        var busy = await AdvanceAsync(8, Pieces[0]);
        _silo.Storage.IsReadOnly = false;

        Assert.Equal((AnswerKind.Busy, 8, 0), (busy.Kind, busy.Next, busy.Saved));
        await Eventually.IsTrueAsync(
            async () => await AdvanceAsync(8, Pieces[0]) is { Kind: AnswerKind.Taken, Next: 9, Saved: 8 },
            "the session is no longer busy");
    }

    [Fact]
    public async Task What_was_not_saved_is_asked_for_again()
    {
        await AdvanceAsync(0, Pieces[0], Pieces[1]);
        await _silo.SaveAsync(_session, next: 2);
        await AdvanceAsync(2, Pieces[2]);
        await _silo.LoseAsync(_session);

        var answer = await AdvanceAsync(3, Pieces[3]);

        Assert.Equal((AnswerKind.SendAgain, 2, 2), (answer.Kind, answer.Next, answer.Saved));
        Assert.Equal(AnswerKind.Taken, (await AdvanceAsync(2, Pieces[2])).Kind);
    }

    [Fact]
    public async Task A_session_that_does_not_come_into_memory_in_time_takes_no_place_and_comes_later()
    {
        var first = await AdvanceAsync(0, Pieces[..5]);
        await _silo.DeactivateAsync(_session);
        var before = _silo.SessionCount();
        var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _silo.Storage.HoldRead(_session.GetGrainId(), read.Task);
        await Assert.ThrowsAnyAsync<Exception>(() => AdvanceAsync(5, Pieces[5..]));
        await Task.Delay(InProcessSilo.ActivationTimeout, TestContext.Current.CancellationToken);

        read.SetResult();
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.Equal(before, _silo.SessionCount());

        var last = await AdvanceAsync(5, Pieces[5..]);
        Assert.Equal(Expected(version: 0), [.. first.Labels, .. last.Labels]);
        Assert.Equal(before + 1, _silo.SessionCount());
    }

    [Fact]
    public async Task Words_that_arrive_while_the_session_leaves_the_memory_wait_for_its_save_and_are_taken_once()
    {
        var first = await AdvanceAsync(0, Pieces[..5]);
        _silo.Storage.HoldWrites(_session.GetGrainId());
        await InProcessSilo.LeaveAsync(_session);
        await Eventually.IsTrueAsync(() => _silo.Storage.IsHeld, "the session is saved");

        var answer = AdvanceAsync(5, Pieces[5..]);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.False(answer.IsCompleted, "The words were answered by a session that leaves.");
        _silo.Storage.ReleaseWrites();

        var last = await answer;
        Assert.Equal((AnswerKind.Taken, Pieces.Length, 5), (last.Kind, last.Next, last.Saved));
        Assert.Equal(Expected(version: 0), [.. first.Labels, .. last.Labels]);
    }

    [Fact]
    public async Task Words_that_arrive_while_the_session_is_closed_and_saved_begin_a_new_one()
    {
        await AdvanceAsync(0, Pieces[..3]);
        _silo.Storage.HoldWrites(_session.GetGrainId());
        _silo.Save();
        await Eventually.IsTrueAsync(() => _silo.Storage.IsHeld, "the session is saved");

        var closing = _session.CloseAsync();
        var late = AdvanceAsync(3, Pieces[3]);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.False(closing.IsCompleted || late.IsCompleted, "The session was closed before its state was written.");
        _silo.Storage.ReleaseWrites();
        await closing;

        var answer = await late;
        Assert.Equal((AnswerKind.SendAgain, 0), (answer.Kind, answer.Next));
        Assert.Null(_silo.Stored(_session));
        Assert.Equal(Expected(version: 0), (await AdvanceAsync(0, Pieces)).Labels);
        await _silo.SaveAsync(_session, Pieces.Length);
        Assert.Equal([3, Pieces.Length], _silo.Storage.WrittenOf(_session.GetGrainId()));
    }

    [Fact]
    public async Task A_session_that_was_overtaken_says_so_once_and_goes_on_from_where_the_other_is()
    {
        var other = _silo.NewSession();
        var first = await other.AdvanceAsync(new SessionPieces { First = 0, Pieces = Pieces[..5] });
        await _silo.SaveAsync(other, next: 5);
        await AdvanceAsync(0, Pieces[0]);
        _silo.Storage.Put(_session.GetGrainId(), _silo.Stored(other)!);
        _silo.Save();

        // It may answer until its save.
        await Eventually.IsTrueAsync(IsRefusedAsync, "the session finds out");
        var answer = await AdvanceAsync(1, Pieces[1]);
        var last = await AdvanceAsync(5, Pieces[5..]);

        Assert.Equal((AnswerKind.SendAgain, 5, 5), (answer.Kind, answer.Next, answer.Saved));
        Assert.Equal(AnswerKind.Taken, last.Kind);
        Assert.Equal(Expected(version: 0), [.. first.Labels, .. last.Labels]);
        await _silo.SaveAsync(_session, Pieces.Length);
        Assert.Equal([Pieces.Length], _silo.Storage.WrittenOf(_session.GetGrainId()));

        async Task<bool> IsRefusedAsync()
        {
            try
            {
                await AdvanceAsync(0, Pieces[0]);
                return false;
            }
            catch (InvalidOperationException e)
            {
                Assert.Equal("Another silo has gone further with the session.", e.Message);
                return true;
            }
        }
    }

    [Fact]
    public async Task Refused_words_change_nothing()
    {
        var text = string.Join(' ', Enumerable.Repeat("to", InProcessSilo.MaximumWords + 1));

        var refused = await AdvanceAsync(0, new Piece(text, false));

        Assert.Equal((AnswerKind.Refused, 0), (refused.Kind, refused.Next));
        Assert.StartsWith($"The sentence has more than {InProcessSilo.MaximumWords} words", refused.Problem);
        Assert.Equal(Expected(version: 0), (await AdvanceAsync(0, Pieces)).Labels);
    }

    [Fact]
    public async Task A_session_that_begins_anew_has_the_model_that_it_had()
    {
        await _silo.AddAsync(Other);

        var answer = await _session.AdvanceAsync(
            new SessionPieces { First = 0, Pieces = Pieces, Model = Other.Fingerprint });

        Assert.Equal(Other.Fingerprint, answer.Model);
        Assert.Equal(Expected(version: 1), answer.Labels);
    }

    [Fact]
    public async Task A_session_whose_state_has_another_model_than_its_caller_knows_begins_anew_with_that()
    {
        await _silo.AddAsync(Other);
        await AdvanceAsync(0, Pieces[..2]);
        await _silo.SaveAsync(_session, next: 2);

        var again = await _session.AdvanceAsync(
            new SessionPieces { First = 2, Pieces = Pieces[2..], Model = Other.Fingerprint });
        var answer = await _session.AdvanceAsync(
            new SessionPieces { First = 0, Pieces = Pieces, Model = Other.Fingerprint });

        Assert.Equal((AnswerKind.SendAgain, 0), (again.Kind, again.Next));
        Assert.Equal(Expected(version: 1), answer.Labels);
        await _silo.SaveAsync(_session, Pieces.Length);
        Assert.Equal(Other.Fingerprint, _silo.Stored(_session)!.Model);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_sentence_that_begins_further_on_is_taken_without_what_is_missing(int taken)
    {
        if (taken > 0)
        {
            await AdvanceAsync(0, Pieces[..taken]);
        }

        var answer = await _session.AdvanceAsync(
            new SessionPieces { First = 9, Pieces = Pieces, BeginsSentence = true });

        Assert.Equal((AnswerKind.Taken, 9 + Pieces.Length), (answer.Kind, answer.Next));
        Assert.Equal(Expected(version: 0), answer.Labels);
        await _silo.SaveAsync(_session, 9 + Pieces.Length);
    }

    [Fact]
    public async Task A_model_that_nobody_has_is_an_error_and_harms_nothing()
    {
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => _session.AdvanceAsync(
            new SessionPieces { First = 0, Pieces = Pieces, Model = "unknown" }));

        Assert.Equal("Redis has no model unknown, which a session began with.", e.Message);
        Assert.Equal(AnswerKind.Taken, (await AdvanceAsync(0, Pieces)).Kind);
    }

    public void Dispose()
    {
        _silo.Storage.ReleaseWrites();
        _silo.Storage.IsDown = false;
    }

    private static IEnumerable<WordLabel> Expected(int version) =>
        Sentences.LabelsOf(version, Sentence).Select((label, i) => new WordLabel(i, label));

    private Task<SessionAnswer> AdvanceAsync(long first, params Piece[] pieces) =>
        _session.AdvanceAsync(new SessionPieces { First = first, Pieces = pieces });
}
