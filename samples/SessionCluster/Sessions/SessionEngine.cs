using System.Threading.Channels;
using FastElman.Samples.SessionCluster.Contracts;

namespace FastElman.Samples.SessionCluster.Sessions;

/// <summary>
/// All sessions of one model on a silo. What sessions ask for while a tick runs is taken together into the next one:
/// many streams advance in one tick of a <see cref="StreamGroup"/>.
/// </summary>
/// <remarks>
/// Thread-safe. One task at a time works on the group. It waits for work without being held by anything else: an engine
/// that no session and no version refers to is collected.
/// </remarks>
internal sealed class SessionEngine
{
    private readonly StreamGroup _group;
    private readonly EngineTicks _ticks;
    private readonly SiloCapacity _capacity;
    private readonly Channel<IEngineWork> _queue =
        Channel.CreateUnbounded<IEngineWork>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>What was taken out of the queue last.</summary>
    private IEngineWork? _working;

    /// <summary>Why the engine has stopped, before it takes no work any more.</summary>
    private volatile InvalidOperationException? _failure;

    /// <param name="model">The model.</param>
    /// <param name="capacity">How many sessions the silo may have, of all models together.</param>
    /// <param name="stopped">Is told why no session goes on any more: it should not happen.</param>
    /// <exception cref="UnservedModelException">There is no room for so many streams of the model.</exception>
    public SessionEngine(CompiledModel model, SiloCapacity capacity, Action<Exception>? stopped = null)
    {
        Model = model;
        _capacity = capacity;
        _group = Streams(model, capacity.MaximumWithRestored);
        _ticks = new EngineTicks(_group, model.Labels!);
        _ = Task.Run(() => RunAsync(stopped));
    }

    public CompiledModel Model { get; }

    /// <summary>The fingerprint of the model.</summary>
    public string Fingerprint => Model.Model.Fingerprint;

    /// <summary>How many sessions of the model this silo has.</summary>
    public int SessionCount => _group.OpenCount;

    /// <summary>How many ticks were run.</summary>
    public long TickCount => _ticks.Count;

    /// <summary>How many words they had.</summary>
    public long WordCount => _ticks.WordCount;

    /// <summary>Begins a session.</summary>
    /// <returns>Null where the silo has as many as it may have.</returns>
    public Task<LiveSession?> BeginAsync(GrainId id, SessionRecord record) => _capacity.TryEnter()
        ? OpenAsync(id, record)
        : Task.FromResult<LiveSession?>(null);

    /// <summary>
    /// Goes on with a session that another silo had. It is taken beyond the number that may begin here: that silo may
    /// be dead.
    /// </summary>
    /// <exception cref="InvalidOperationException">The silo has no room even so.</exception>
    /// <exception cref="StreamStateException">The record is not of a stream of this model.</exception>
    public async Task<LiveSession> RestoreAsync(GrainId id, SessionRecord record)
    {
        _capacity.Enter();
        return (await OpenAsync(id, record))!;
    }

    /// <summary>Takes words, and gives the labels that are known by then.</summary>
    public Task<WordLabel[]> AdvanceAsync(PiecesWork work) => Add(work);

    /// <summary>Goes on with a session at the beginning of a later sentence: nothing before it is needed.</summary>
    public Task SkipAsync(LiveSession session, long next) => Add(new CallWork<bool>(() =>
    {
        _group.Reset(session.Stream);
        (session.WordCount, session.LabelCount) = (0, 0);
        (session.LastFirst, session.LastLabels) = (-1, []);
        (session.Next, session.Saved) = (next, next);
        return true;
    }));

    /// <summary>What has to be saved of sessions; null for each that cannot be saved now.</summary>
    public Task<SessionRecord?[]> SaveAsync(IReadOnlyList<LiveSession> sessions) =>
        Add(new CallWork<SessionRecord?[]>(() => [.. sessions.Select(Save)]));

    /// <summary>Forgets a session.</summary>
    public Task CloseAsync(LiveSession session) => Add(new CallWork<bool>(() =>
    {
        if (!session.IsClosed)
        {
            session.IsClosed = true;
            _ticks.Remove(session);
            _group.Close(session.Stream);
            _capacity.Leave();
        }

        return true;
    }));

    private static StreamGroup Streams(CompiledModel model, int count)
    {
        try
        {
            return new StreamGroup(model, count);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OutOfMemoryException)
        {
            throw new UnservedModelException(
                $"There is no room for {count} streams of {model.Shape.HiddenSize} hidden units, twice "
                + $"{ClusterSettings.SectionName}:{nameof(ClusterSettings.MaximumSessionsOfSilo)}: set that lower.",
                e);
        }
    }

    private Task<T> Add<T>(EngineWork<T> work)
    {
        // Without a bound: it can as long as the engine goes on.
        if (!_queue.Writer.TryWrite(work))
        {
            work.Fail(_failure!);
        }

        return work.Task;
    }

    /// <summary>Opens a stream for a session that has entered the silo.</summary>
    private Task<LiveSession?> OpenAsync(GrainId id, SessionRecord record) => Add(new CallWork<LiveSession?>(() =>
    {
        int? stream = null;
        try
        {
            stream = _group.Open();
            if (record.State.Length > 0)
            {
                _group.RestoreState(stream.Value, record.State);
            }

            return new LiveSession(id, this, stream.Value, record);
        }
        catch
        {
            if (stream is { } opened)
            {
                _group.Close(opened);
            }

            _capacity.Leave();
            throw;
        }
    }));

    /// <returns>
    /// Null where the session was closed in the meantime, or where some of the words of its pieces are taken and others
    /// are not: it is saved when it has its answer.
    /// </returns>
    private SessionRecord? Save(LiveSession session)
    {
        if (session.IsClosed || session.IsAdvancing || session.IsStale)
        {
            return null;
        }

        var isWithinSentence = session.WordCount > 0;
        var state = isWithinSentence ? new byte[_group.StateByteCount] : [];
        if (isWithinSentence)
        {
            _group.SaveState(session.Stream, state);
        }

        return new SessionRecord
        {
            Next = session.Next,
            Model = Fingerprint,
            State = state,
            WordCount = session.WordCount,
            LabelCount = session.LabelCount,
            LastFirst = session.LastFirst,
            LastLabels = session.LastLabels,
        };
    }

    private async Task RunAsync(Action<Exception>? stopped)
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync())
            {
                do
                {
                    TakeWork();
                    _ticks.Run();
                }
                while (!_ticks.IsEmpty);
            }
        }
        catch (Exception e)
        {
            Stop(new InvalidOperationException("The sessions of the model have stopped.", e));
            stopped?.Invoke(e);
        }
    }

    /// <summary>Nobody waits for ever: whoever does is told, and whoever asks later.</summary>
    private void Stop(InvalidOperationException failure)
    {
        _failure = failure;
        _queue.Writer.Complete(failure);
        while (_queue.Reader.TryRead(out var work))
        {
            work.Fail(failure);
        }

        _working?.Fail(failure);
        _ticks.Fail(failure);
    }

    /// <summary>Takes what has come since the last tick.</summary>
    private void TakeWork()
    {
        while (_queue.Reader.TryRead(out var work))
        {
            _working = work;
            if (work is PiecesWork pieces)
            {
                _ticks.Add(pieces);
            }
            else
            {
                work.Run();
            }
        }

        _working = null;
    }
}
