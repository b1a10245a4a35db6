using FastElman.Samples.SessionCluster.Contracts;

namespace FastElman.Samples.SessionCluster.Sessions;

/// <summary>A session in the memory of a silo. Its stream is one of the group of its model.</summary>
/// <remarks>
/// The engine of the model changes it, one thing at a time; <see cref="Saved"/> and <see cref="Stored"/> belong to
/// <see cref="SessionWriter"/>.
/// </remarks>
internal sealed class LiveSession(GrainId id, SessionEngine engine, int stream, SessionRecord record)
{
    private long _next = record.Next;
    private long _saved = record.Next;
    private int _isQueued;

    public GrainId Id { get; } = id;

    public SessionEngine Engine { get; } = engine;

    /// <summary>The number of its stream in the group.</summary>
    public int Stream { get; } = stream;

    /// <summary>The place of the piece that it takes next.</summary>
    public long Next
    {
        get => Volatile.Read(ref _next);
        set => Volatile.Write(ref _next, value);
    }

    /// <summary>The place of the first piece that no saved state contains.</summary>
    public long Saved
    {
        get => Volatile.Read(ref _saved);
        set => Volatile.Write(ref _saved, value);
    }

    /// <summary>How many words of the sentence have come.</summary>
    public int WordCount { get; set; } = record.WordCount;

    /// <summary>How many of them have a label.</summary>
    public int LabelCount { get; set; } = record.LabelCount;

    /// <summary>Where the pieces that were taken last begin.</summary>
    public long LastFirst { get; set; } = record.LastFirst;

    /// <summary>The labels that they were answered with.</summary>
    public WordLabel[] LastLabels { get; set; } = record.LastLabels;

    /// <summary>What Redis holds, with the mark that tells whether another silo has written since.</summary>
    public GrainState<SessionRecord> Stored { get; set; } = new(new SessionRecord());

    /// <summary>One save at a time, so that each knows what Redis held before.</summary>
    public SemaphoreSlim Saving { get; } = new(1, 1);

    /// <summary>
    /// Whether what is here is no longer the session: another silo has gone further with it, or some of the words of
    /// its pieces could not be taken. What Redis holds is.
    /// </summary>
    public bool IsStale => Problem is not null;

    /// <summary>Why what is here is no longer the session.</summary>
    public string? Problem { get; set; }

    /// <summary>Whether some of the words of its pieces are taken and others are not.</summary>
    public bool IsAdvancing { get; set; }

    /// <summary>Whether it has ended: nothing of it is written any more.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>Whether its stream is no longer its own.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Puts it into the queue of sessions to be saved.</summary>
    /// <returns>Whether it was not there.</returns>
    public bool TryQueue() => Interlocked.Exchange(ref _isQueued, 1) == 0;

    /// <summary>It has left the queue: what changes from now on needs another save.</summary>
    public void Unqueue() => Interlocked.Exchange(ref _isQueued, 0);
}
