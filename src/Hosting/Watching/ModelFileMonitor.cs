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
    private bool _isWatchLost;
    private Task _reloading = Task.CompletedTask;

    /// <summary>Starts; call it before the file is first read, so that no change in between is missed.</summary>
    public void Start()
    {
        if (settings.Mode == ReloadMode.Off)
        {
            return;
        }

        lock (_lock)
        {
            if (_stopping.IsCancellationRequested)
            {
                // The host was disposed while it started.
                return;
            }

            _seen = FileStamp.Of(path);
            _quiet = telemetry.Time.CreateTimer(
                _ => Reload(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

            // Also where the operating system tells of changes: nothing tells of a folder that takes the place of the
            // watched one, nor of a file in another folder that a link leads to.
            _polling = telemetry.Time.CreateTimer(
                _ => Look(), null, settings.PollingInterval, settings.PollingInterval);
            if (settings.Mode == ReloadMode.Watch)
            {
                Watch();
            }
        }
    }

    /// <summary>Ends: no reload begins any more, and one that is under way is cancelled.</summary>
    public void Dispose()
    {
        // Not disposed: a reload may still look at it. Cancelled first, so that nothing starts behind this.
        _stopping.Cancel();
        lock (_lock)
        {
            _watching?.Dispose();
            _polling?.Dispose();
            _quiet?.Dispose();
        }
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

    private void Watch()
    {
        try
        {
            _watching = events.Subscribe(Path.GetDirectoryName(path)!, Look, WatchingFailed);
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException
            or PlatformNotSupportedException)
        {
            logger.WatchFailed(e, telemetry.ModelName, path, settings.PollingInterval);
        }
    }

    private void WatchingFailed(Exception error)
    {
        lock (_lock)
        {
            if (_stopping.IsCancellationRequested || _isWatchLost)
            {
                return;
            }

            _isWatchLost = true;
            logger.WatchFailed(error, telemetry.ModelName, path, settings.PollingInterval);
        }
    }

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
