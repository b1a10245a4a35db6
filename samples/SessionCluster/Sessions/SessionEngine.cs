using System.Runtime.InteropServices;
using System.Threading.Channels;
using FastElman.Samples.SessionCluster.Contracts;

namespace FastElman.Samples.SessionCluster.Sessions;

/// <summary>
/// All sessions of one model on a silo. What sessions ask for while a tick runs is taken together into the next ones:
/// many streams advance in one tick of a <see cref="StreamGroup"/>.
/// </summary>
/// <remarks>Thread-safe. One task at a time works on the group.</remarks>
internal sealed class SessionEngine
{
    private readonly StreamGroup _group;
    private readonly LabelSet _labels;
    private readonly int[] _rest;
    private readonly Channel<IEngineWork> _queue =
        Channel.CreateUnbounded<IEngineWork>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>The tick that is being filled: pieces, and the stream and the word of each.</summary>
    private readonly List<PiecesWork> _ticking = [];
    private readonly List<int> _streams = [];
    private readonly List<int> _words = [];
    private int[] _tickLabels = new int[16];

    public SessionEngine(CompiledModel model, int capacity)
    {
        Model = model;
        _group = new StreamGroup(model, capacity);
        _labels = model.Labels!;
        _rest = new int[_group.Delay];
        _ = Task.Run(RunAsync);
    }

    public CompiledModel Model { get; }

    /// <summary>The fingerprint of the model.</summary>
    public string Fingerprint => Model.Model.Fingerprint;

    /// <summary>How many sessions of the model this silo has.</summary>
    public int SessionCount => _group.OpenCount;

    /// <summary>How many ticks were run.</summary>
    public long TickCount { get; private set; }

    /// <summary>How many words they had.</summary>
    public long WordCount { get; private set; }

    /// <summary>Begins a session, or goes on with a saved one.</summary>
    /// <exception cref="InvalidOperationException">The silo has too many sessions.</exception>
    /// <exception cref="StreamStateException">The record is not of a stream of this model.</exception>
    public Task<LiveSession> OpenAsync(GrainId id, SessionRecord record) => Add(new CallWork<LiveSession>(() =>
    {
        var stream = _group.Open();
        try
        {
            if (record.State.Length > 0)
            {
                _group.RestoreState(stream, record.State);
            }
        }
        catch
        {
            _group.Close(stream);
            throw;
        }

        return new LiveSession(id, this, stream, record);
    }));

    /// <summary>Takes words, and gives the labels that are known by then.</summary>
    public Task<WordLabel[]> AdvanceAsync(PiecesWork work) => Add(work);

    /// <summary>What has to be saved of sessions; null for each that was closed.</summary>
    public Task<SessionRecord?[]> SaveAsync(IReadOnlyList<LiveSession> sessions) =>
        Add(new CallWork<SessionRecord?[]>(() => [.. sessions.Select(Save)]));

    /// <summary>Forgets a session.</summary>
    public Task CloseAsync(LiveSession session) => Add(new CallWork<bool>(() =>
    {
        session.IsClosed = true;
        _group.Close(session.Stream);
        return true;
    }));

    /// <summary>Ends the engine when no session needs it any more.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    private Task<T> Add<T>(EngineWork<T> work) => _queue.Writer.TryWrite(work)
        ? work.Task
        : Task.FromException<T>(new InvalidOperationException("The model is no longer used on this silo."));

    /// <returns>Null where the session was closed in the meantime.</returns>
    private SessionRecord? Save(LiveSession session)
    {
        if (session.IsClosed)
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

    private async Task RunAsync()
    {
        var pieces = new List<PiecesWork>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (_queue.Reader.TryRead(out var work))
            {
                if (work is PiecesWork some)
                {
                    pieces.Add(some);
                }
                else
                {
                    work.Run();
                }
            }

            try
            {
                Advance(pieces);
            }
            catch (Exception e)
            {
                // Whoever waits is told; other sessions go on.
                pieces.ForEach(work => work.Fail(e));
                _ticking.Clear();
                _streams.Clear();
                _words.Clear();
            }

            pieces.Clear();
        }
    }

    /// <summary>Runs ticks until all pieces are taken: each has one word of each session.</summary>
    private void Advance(List<PiecesWork> works)
    {
        do
        {
            foreach (var work in works)
            {
                AddNextWord(work);
            }
        }
        while (Tick());

        foreach (var work in works)
        {
            work.Run();
            _streams.Add(work.Session.Stream);
        }

        // What of the next words does not depend on them, after the answers are sent.
        _group.Prepare(CollectionsMarshal.AsSpan(_streams));
        _streams.Clear();
    }

    /// <summary>Completes the sentences that end here, and puts the word after them into the tick.</summary>
    private void AddNextWord(PiecesWork work)
    {
        while (work.TryTake(out var word))
        {
            if (word != PiecesWork.EndOfSentence)
            {
                _ticking.Add(work);
                _streams.Add(work.Session.Stream);
                _words.Add(word);
                work.Session.WordCount++;
                return;
            }

            var count = _group.Complete(work.Session.Stream, _rest);
            foreach (var label in _rest.AsSpan(0, count))
            {
                work.Add(_labels[label]);
            }

            (work.Session.WordCount, work.Session.LabelCount) = (0, 0);
        }
    }

    /// <returns>Whether there was a word.</returns>
    private bool Tick()
    {
        var count = _ticking.Count;
        if (count == 0)
        {
            return false;
        }

        if (_tickLabels.Length < count)
        {
            _tickLabels = new int[2 * count];
        }

        var labels = _tickLabels.AsSpan(0, count);
        _group.Tick(CollectionsMarshal.AsSpan(_streams), CollectionsMarshal.AsSpan(_words), labels);
        for (var i = 0; i < count; i++)
        {
            if (labels[i] >= 0)
            {
                _ticking[i].Add(_labels[labels[i]]);
            }
        }

        (TickCount, WordCount) = (TickCount + 1, WordCount + count);
        _ticking.Clear();
        _streams.Clear();
        _words.Clear();
        return true;
    }
}
