using FastElman.Samples.SessionCluster.Contracts;
using FastElman.Samples.SessionCluster.Placement;
using FastElman.Samples.SessionCluster.Telemetry;
using FastElman.Samples.SessionCluster.Versions;
using Microsoft.Extensions.Options;

namespace FastElman.Samples.SessionCluster.Sessions;

/// <summary>
/// A live session. It is activated with what Redis holds of it, and saved by <see cref="SessionWriter"/> a little later
/// than it answers.
/// </summary>
/// <remarks>
/// The same words give the same state on every silo. So two activations of one session, which a broken network can
/// lead to, do no harm: the one that is behind is told so when it saves, and reads what the other has saved.
/// </remarks>
[EvenPlacement]
internal sealed class SessionGrain(
    SessionWriter writer,
    ModelVersions versions,
    SiloLoads loads,
    ClusterMeter meter,
    IOptions<ClusterSettings> settings,
    ILogger<SessionGrain> logger)
    : Grain, ILiveSession
{
    private LiveSession? _session;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var stored = await writer.ReadAsync(this.GetGrainId());
        if (stored is { RecordExists: true, State: { } record })
        {
            var engine = await versions.GetAsync(record.Model).WaitAsync(cancellationToken);
            var session = await engine.RestoreAsync(this.GetGrainId(), record);
            if (cancellationToken.IsCancellationRequested)
            {
                // Nobody deactivates what was not activated in time.
                await engine.CloseAsync(session);
                cancellationToken.ThrowIfCancellationRequested();
            }

            (session.Stored, _session) = (stored, session);
        }

        meter.CountActivation(_session is not null);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_session is { } session)
        {
            _session = null;
            await writer.SaveAsync([session]);
            await session.Engine.CloseAsync(session);
        }
    }

    public async Task<SessionAnswer> AdvanceAsync(SessionPieces pieces)
    {
        if (_session is { Problem: { } reason })
        {
            // The next call activates it anew, with what Redis holds.
            DeactivateOnIdle();
            throw new InvalidOperationException(reason);
        }

        if (_session is { } other && pieces.Model is { } model && model != other.Engine.Fingerprint)
        {
            // Redis held what another activation began with another model; the caller's labels are of this one.
            await EndAsync(other);
        }

        var next = _session?.Next ?? 0;
        var skips = pieces.BeginsSentence && pieces.First > next;
        if (pieces.First != next && !skips)
        {
            // What was taken already: its answer got lost on the way. Anything else has to come from here on.
            return _session is { } before && before.LastFirst == pieces.First && before.Next == pieces.End
                ? Answer(AnswerKind.Taken, before.LastLabels)
                : Answer(AnswerKind.SendAgain);
        }

        if (skips && _session is { } behind)
        {
            await behind.Engine.SkipAsync(behind, pieces.First);
        }

        _session ??= await BeginAsync(pieces.Model, pieces.First);
        if (_session is null)
        {
            DeactivateOnIdle();
            return Answer(loads.AreAllFull ? AnswerKind.AllFull : AnswerKind.Full);
        }

        var unsaved = _session.Next - _session.Saved;
        if (unsaved > 0 && unsaved + pieces.Pieces.Length > settings.Value.MaximumUnsavedPieces)
        {
            writer.Add(_session);
            writer.Hurry();
            return Answer(AnswerKind.Busy);
        }

        var words = PieceReader.Read(
            _session.Engine.Model, pieces.Pieces, _session.WordCount, settings.Value.MaximumWords, out var problem);
        if (words is null)
        {
            return Answer(AnswerKind.Refused, problem: problem);
        }

        WordLabel[] labels;
        try
        {
            labels = await _session.Engine.AdvanceAsync(new PiecesWork(_session, pieces, words));
        }
        catch (Exception e) when (_session.IsStale)
        {
            logger.SessionSpoilt(e);
            throw;
        }

        writer.Add(_session);
        return Answer(AnswerKind.Taken, labels);
    }

    public async Task CloseAsync()
    {
        if (_session is { } session)
        {
            await EndAsync(session);
        }

        DeactivateOnIdle();
    }

    private async Task EndAsync(LiveSession session)
    {
        _session = null;
        await session.Engine.CloseAsync(session);
        await writer.ForgetAsync(session);
    }

    /// <returns>Null where the silo has as many sessions as it may have.</returns>
    private async Task<LiveSession?> BeginAsync(string? model, long next)
    {
        var engine = model is null ? versions.Current : await versions.GetAsync(model);
        var record = new SessionRecord { Next = next };

        // One whose caller knows its model has begun before, on a silo that died before it was saved.
        return model is null
            ? await engine.BeginAsync(this.GetGrainId(), record)
            : await engine.RestoreAsync(this.GetGrainId(), record);
    }

    private SessionAnswer Answer(AnswerKind kind, WordLabel[]? labels = null, string? problem = null) => new()
    {
        Kind = kind,
        Next = _session?.Next ?? 0,
        Saved = _session?.Saved ?? 0,
        Labels = labels ?? [],
        Model = _session?.Engine.Fingerprint,
        Problem = problem,
    };
}
