using FastElman.Samples.SessionCluster.Sessions;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace FastElman.Samples.SessionCluster.Tests.Sessions;

/// <summary>
/// Storage that keeps the rules of Orleans: whoever has not read what is there now cannot replace it. It fails when it
/// is told to.
/// </summary>
internal sealed class MemoryStorage : IGrainStorage
{
    private readonly Lock _lock = new();
    private readonly Dictionary<GrainId, (SessionRecord Record, string Mark)> _stored = [];
    private readonly List<(GrainId Session, long Next)> _written = [];
    private TaskCompletionSource? _hold;
    private GrainId _heldSession;
    private GrainId _slowSession;
    private Task? _slowRead;
    private int _marks;
    private int _lostAnswers;
    private volatile int _failures;
    private volatile bool _isHeld;

    /// <summary>Whether it cannot be read.</summary>
    public bool IsUnreadable { get; set; }

    /// <summary>Whether it cannot be written.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>Whether it cannot be reached.</summary>
    public bool IsDown
    {
        set => (IsUnreadable, IsReadOnly) = (value, value);
    }

    /// <summary>How often it could not be reached.</summary>
    public int FailureCount => _failures;

    /// <summary>Whether a write waits for its <see cref="ReleaseWrites"/>.</summary>
    public bool IsHeld => _isHeld;

    public SessionRecord? this[GrainId session]
    {
        get
        {
            lock (_lock)
            {
                return _stored.TryGetValue(session, out var stored) ? stored.Record : null;
            }
        }
    }

    /// <summary>The places at which the session was written, in order.</summary>
    public long[] WrittenOf(GrainId session)
    {
        lock (_lock)
        {
            return [.. _written.Where(write => write.Session == session).Select(write => write.Next)];
        }
    }

    /// <summary>Puts something there, as another silo would.</summary>
    public void Put(GrainId session, SessionRecord record)
    {
        lock (_lock)
        {
            _stored[session] = (record, $"other{_marks++}");
        }
    }

    /// <summary>Forgets everything, as a Redis does that writes nothing to its disk.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _stored.Clear();
        }
    }

    /// <summary>The next writes are done, and their answers get lost.</summary>
    public void LoseAnswers(int count) => _lostAnswers = count;

    /// <summary>Lets writes of a session wait.</summary>
    public void HoldWrites(GrainId session)
    {
        _heldSession = session;
        _hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Lets them go on.</summary>
    public void ReleaseWrites()
    {
        var hold = _hold;
        _hold = null;
        hold?.SetResult();
    }

    /// <summary>Lets the next read of a session wait.</summary>
    public void HoldRead(GrainId session, Task until) => (_slowSession, _slowRead) = (session, until);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (grainId == _slowSession && Interlocked.Exchange(ref _slowRead, null) is { } until)
        {
            await until;
        }

        RequireNot(IsUnreadable);
        lock (_lock)
        {
            if (_stored.TryGetValue(grainId, out var stored))
            {
                grainState.State = (T)(object)stored.Record;
                (grainState.ETag, grainState.RecordExists) = (stored.Mark, true);
            }
        }
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_hold is { } hold && _heldSession == grainId)
        {
            _isHeld = true;
            await hold.Task;
            _isHeld = false;
        }

        RequireNot(IsReadOnly);
        lock (_lock)
        {
            RequireMark(grainId, grainState.ETag);
            var record = (SessionRecord)(object)grainState.State!;
            var mark = $"{_marks++}";
            _stored[grainId] = (record, mark);
            _written.Add((grainId, record.Next));
            RequireNot(_lostAnswers-- > 0);
            (grainState.ETag, grainState.RecordExists) = (mark, true);
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        RequireNot(IsReadOnly);
        lock (_lock)
        {
            RequireMark(grainId, grainState.ETag);
            _stored.Remove(grainId);
            (grainState.ETag, grainState.RecordExists) = (null, false);
        }

        return Task.CompletedTask;
    }

    private void RequireMark(GrainId grainId, string? mark)
    {
        var stored = _stored.TryGetValue(grainId, out var found) ? found.Mark : null;
        if (stored != mark)
        {
            throw new InconsistentStateException("Another has written.", stored ?? "", mark ?? "");
        }
    }

    private void RequireNot(bool isDown)
    {
        if (isDown)
        {
            Interlocked.Increment(ref _failures);
            throw new TimeoutException("It cannot be reached.");
        }
    }
}
