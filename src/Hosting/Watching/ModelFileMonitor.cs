using FastElman.Extensions.Hosting.Telemetry;
using Microsoft.Extensions.Logging;

namespace FastElman.Extensions.Hosting.Watching;

/// <summary>
/// Notices that a model file has changed, and has it reloaded once it has been left alone for
/// <see cref="ReloadSettings.Delay"/>. How changes are noticed lives in this room.
/// </summary>
internal sealed class ModelFileMonitor(
    string path,
    ReloadSettings settings,
    Func<CancellationToken, Task> reload,
    IFolderEvents events,
    ModelTelemetry telemetry,
    ILogger logger) : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private FileStamp _seen;
    private ITimer? _quiet;
    private ITimer? _polling;
    private IDisposable? _watching;
    private Task _reloading = Task.CompletedTask;

    /// <summary>Starts; call it before the file is first read, so that no change in between is missed.</summary>
    public void Start()
    {
        if (settings.Mode == ReloadMode.Off)
        {
            return;
        }

        _seen = FileStamp.Of(path);
        _quiet = telemetry.Time.CreateTimer(_ => Reload(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (settings.Mode == ReloadMode.Poll || !TryWatch())
        {
            Poll();
        }
    }

    /// <summary>Ends: no reload begins any more, and one that is under way is cancelled.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _watching?.Dispose();
            _polling?.Dispose();
            _quiet?.Dispose();
        }

        // Not disposed: a reload may still look at it.
        _stopping.Cancel();
    }

    /// <summary>Ends, and waits for the reload that is under way.</summary>
    public Task StopAsync()
    {
        Dispose();
        lock (_lock)
        {
            return _reloading;
        }
    }

    private bool TryWatch()
    {
        try
        {
            _watching = events.Subscribe(Path.GetDirectoryName(path)!, Look, WatchingFailed);
            return true;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException
            or PlatformNotSupportedException)
        {
            logger.WatchFailed(e, telemetry.ModelName, path, settings.PollingInterval);
            return false;
        }
    }

    private void WatchingFailed(Exception error)
    {
        lock (_lock)
        {
            if (_stopping.IsCancellationRequested || _polling is not null)
            {
                return;
            }

            logger.WatchFailed(error, telemetry.ModelName, path, settings.PollingInterval);
            Poll();
        }
    }

    private void Poll() => _polling = telemetry.Time.CreateTimer(
        _ => Look(), null, settings.PollingInterval, settings.PollingInterval);

    /// <summary>Looks at the file; each change starts the time of quiet anew.</summary>
    private void Look()
    {
        var stamp = FileStamp.Of(path);
        lock (_lock)
        {
            if (_stopping.IsCancellationRequested || stamp == _seen || stamp == default)
            {
                return;
            }

            _seen = stamp;
            _quiet!.Change(settings.Delay, Timeout.InfiniteTimeSpan);
        }
    }

    private void Reload()
    {
        lock (_lock)
        {
            if (!_stopping.IsCancellationRequested)
            {
                _reloading = ReloadAfter(_reloading);
            }
        }
    }

    private async Task ReloadAfter(Task before)
    {
        await before.ConfigureAwait(false);
        try
        {
            await reload(_stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
