using System.Collections.Concurrent;
using System.Diagnostics;
using FastElman.Samples.SessionCluster.Telemetry;
using FastElman.Samples.SessionCluster.Versions;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace FastElman.Samples.SessionCluster.Sessions;

/// <summary>
/// Saves the sessions of a silo that have changed, all together, every <see cref="ClusterSettings.SaveInterval"/>. The
/// writes of one save go to Redis one behind the other, without waiting for each answer.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SessionWriter(
    [FromKeyedServices(SessionWriter.StorageName)] IGrainStorage storage,
    ModelVersions versions,
    ClusterMeter meter,
    IOptions<ClusterSettings> settings,
    ILogger<SessionWriter> logger) : BackgroundService
{
    /// <summary>The name of the storage provider.</summary>
    public const string StorageName = "sessions";

    private const string StateName = "session";

    /// <summary>How many sessions are written before the first answers are waited for.</summary>
    private const int BatchSize = 1000;

    /// <summary>How often the model files in Redis are looked at: it may have lost them.</summary>
    private static readonly TimeSpan FileInterval = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<LiveSession> _changed = [];
    private readonly SemaphoreSlim _hurry = new(0);

    /// <summary>What Redis holds of a session.</summary>
    public async Task<GrainState<SessionRecord>> ReadAsync(GrainId session)
    {
        var stored = new GrainState<SessionRecord>(new SessionRecord());
        await storage.ReadStateAsync(StateName, session, stored);
        return stored;
    }

    /// <summary>A session has changed: it is saved with the next ones.</summary>
    public void Add(LiveSession session)
    {
        if (session.TryQueue())
        {
            _changed.Enqueue(session);
        }
    }

    /// <summary>Somebody waits for the next save: do not wait for its time.</summary>
    public void Hurry()
    {
        if (_hurry.CurrentCount == 0)
        {
            _hurry.Release();
        }
    }

    /// <summary>Removes what Redis holds of a session that has ended.</summary>
    public async Task ForgetAsync(LiveSession session)
    {
        await session.Saving.WaitAsync();
        try
        {
            session.IsForgotten = true;
            if (session.Stored.RecordExists)
            {
                await storage.ClearStateAsync(StateName, session.Id, session.Stored);
            }
        }
        catch (Exception e)
        {
            // It expires.
            logger.NotForgotten(e);
        }
        finally
        {
            session.Saving.Release();
        }
    }

    /// <summary>Saves sessions now. One that cannot be saved is tried again with the next ones.</summary>
    public async Task SaveAsync(IReadOnlyList<LiveSession> sessions)
    {
        var start = Stopwatch.GetTimestamp();
        var saved = 0;
        Exception? failure = null;
        var failed = 0;
        foreach (var ofModel in sessions.GroupBy(session => session.Engine))
        {
            foreach (var batch in ofModel.Chunk(BatchSize))
            {
                var results = await SaveAsync(ofModel.Key, batch);
                failure = results.FirstOrDefault(result => result.Problem is not null).Problem ?? failure;
                saved += results.Count(result => result.IsWritten);
                failed += results.Count(result => result.Problem is not null);
            }
        }

        meter.CountSave(saved, failed, Stopwatch.GetElapsedTime(start));
        if (failure is not null)
        {
            logger.NotSaved(failure, failed, sessions.Count);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var filesKept = Stopwatch.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _hurry.WaitAsync(settings.Value.SaveInterval, stoppingToken);
                await SaveAsync(TakeChanged());
                await versions.CatchUpAsync();
                if (Stopwatch.GetElapsedTime(filesKept) > FileInterval)
                {
                    filesKept = Stopwatch.GetTimestamp();
                    await versions.KeepFilesAsync();
                }

                versions.ForgetUnused();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                logger.NotSaved(e, 0, 0);
            }
        }
    }

    private List<LiveSession> TakeChanged()
    {
        var sessions = new List<LiveSession>();
        while (sessions.Count < 100 * BatchSize && _changed.TryDequeue(out var session))
        {
            session.Unqueue();
            sessions.Add(session);
        }

        return sessions;
    }

    private async Task<(bool IsWritten, Exception? Problem)[]> SaveAsync(SessionEngine engine, LiveSession[] batch)
    {
        try
        {
            var records = await engine.SaveAsync(batch);
            return await Task.WhenAll(batch.Select((session, i) => WriteAsync(session, records[i])));
        }
        catch (Exception e)
        {
            Array.ForEach(batch, Add);
            return [.. batch.Select(_ => (false, (Exception?)e))];
        }
    }

    /// <returns>Whether it was written, and why it could not be; neither where it need not be.</returns>
    private async Task<(bool IsWritten, Exception? Problem)> WriteAsync(LiveSession session, SessionRecord? record)
    {
        if (record is null)
        {
            return default;
        }

        await session.Saving.WaitAsync();
        try
        {
            if (record.Next <= session.Saved || session.IsStale || session.IsForgotten)
            {
                return default;
            }

            session.Stored.State = record;
            await storage.WriteStateAsync(StateName, session.Id, session.Stored);
            session.Saved = record.Next;
            return (true, null);
        }
        catch (InconsistentStateException)
        {
            return (false, await CompareAsync(session, record));
        }
        catch (Exception e)
        {
            Add(session);
            return (false, e);
        }
        finally
        {
            session.Saving.Release();
        }
    }

    /// <summary>
    /// Redis holds something else than was written last: another silo had the session, or Redis lost it.
    /// </summary>
    private async Task<Exception?> CompareAsync(LiveSession session, SessionRecord record)
    {
        try
        {
            var stored = await ReadAsync(session.Id);
            session.Stored = stored;
            var other = stored is { RecordExists: true, State: { } held }
                ? held
                : new SessionRecord { Model = record.Model };
            if (other.Next > record.Next || other.Model != record.Model)
            {
                session.Problem = other.Model == record.Model
                    ? "Another silo has gone further with the session."
                    : "Another silo has begun the session with another model.";
                meter.CountOvertaken();
            }
            else if (other.Next == record.Next)
            {
                session.Saved = other.Next;
            }
            else
            {
                Add(session);
            }

            return null;
        }
        catch (Exception e)
        {
            Add(session);
            return e;
        }
    }
}
