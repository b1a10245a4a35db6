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
    private readonly Dictionary<GrainId, (SessionRecord Record, string Mark)> _stored = [];
    private int _writes;

    /// <summary>Whether it cannot be reached.</summary>
    public bool IsDown { get; set; }

    public SessionRecord? this[GrainId session] =>
        _stored.TryGetValue(session, out var stored) ? stored.Record : null;

    /// <summary>Puts something there, as another silo would.</summary>
    public void Put(GrainId session, SessionRecord record) => _stored[session] = (record, $"other{_writes++}");

    /// <summary>Forgets everything, as a Redis does that writes nothing to its disk.</summary>
    public void Forget() => _stored.Clear();

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        RequireUp();
        if (_stored.TryGetValue(grainId, out var stored))
        {
            grainState.State = (T)(object)stored.Record;
            (grainState.ETag, grainState.RecordExists) = (stored.Mark, true);
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        RequireUp();
        RequireMark(grainId, grainState.ETag);
        var mark = $"{_writes++}";
        _stored[grainId] = ((SessionRecord)(object)grainState.State!, mark);
        (grainState.ETag, grainState.RecordExists) = (mark, true);
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        RequireUp();
        RequireMark(grainId, grainState.ETag);
        _stored.Remove(grainId);
        (grainState.ETag, grainState.RecordExists) = (null, false);
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

    private void RequireUp()
    {
        if (IsDown)
        {
            throw new TimeoutException("It cannot be reached.");
        }
    }
}
