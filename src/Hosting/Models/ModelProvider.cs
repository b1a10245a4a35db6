using System.Diagnostics.CodeAnalysis;
using FastElman.Extensions.Hosting.Settings;
using FastElman.Extensions.Hosting.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace FastElman.Extensions.Hosting.Models;

/// <summary>Holds the current model. Readers take no lock; attempts to load wait for each other.</summary>
[SuppressMessage(
    "Design",
    "CA1001:Types that own disposable fields should be disposable",
    Justification = "The semaphore never makes its wait handle, and a reload may still hold it when the host ends.")]
internal sealed class ModelProvider(string name, ModelLoader loader, ModelTelemetry telemetry, ILogger logger)
    : IModelProvider
{
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private volatile ModelSnapshot? _current;
    private volatile ReloadResult? _lastReload;
    private CancellationTokenSource _replaced = new();

    public string Name => name;

    public ModelSnapshot Current => _current ?? LoadFirst(CancellationToken.None);

    public ReloadResult? LastReload => _lastReload;

    /// <summary>The current model; null where none was loaded.</summary>
    public ModelSnapshot? CurrentOrNull => _current;

    public IChangeToken GetReloadToken() => new CancellationChangeToken(Volatile.Read(ref _replaced).Token);

    /// <summary>Loads the first model, if nobody has.</summary>
    public Task LoadFirstAsync(CancellationToken cancellationToken) =>
        Task.Run(() => LoadFirst(cancellationToken), cancellationToken);

    public async Task<ReloadResult> ReloadAsync(CancellationToken cancellationToken = default)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        ReloadResult result;
        try
        {
            result = await Task.Run(() => Reload(cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _oneAtATime.Release();
        }

        if (result.Outcome == ReloadOutcome.Replaced)
        {
            TellSubscribers();
        }

        return result;
    }

    private ModelSnapshot LoadFirst(CancellationToken cancellationToken)
    {
        _oneAtATime.Wait(cancellationToken);
        try
        {
            return _current ?? Take(loader.Load(current: null, cancellationToken)!);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var problem = SettingsSection.Problem(
                SettingsSection.PathOf(name), "ModelPath", "the path of a model that can serve", loader.Path);
            throw new InvalidOperationException($"{problem} {e.Message}", e);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>An attempt to reload: nothing that a file does wrong leaves it.</summary>
    private ReloadResult Reload(CancellationToken cancellationToken)
    {
        var before = _current;
        ReloadResult result;
        try
        {
            if (loader.Load(before?.Fingerprint, cancellationToken) is { } loaded)
            {
                Take(loaded);
                result = Result(ReloadOutcome.Replaced, loaded.Fingerprint);
            }
            else
            {
                logger.ModelUnchanged(telemetry.ModelName, loader.Path, before!.Fingerprint);
                result = Result(ReloadOutcome.Unchanged, before.Fingerprint);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.ReloadFailed(e, telemetry.ModelName, loader.Path, before?.Fingerprint ?? "none");
            result = Result(ReloadOutcome.Failed, before?.Fingerprint ?? "", e.Message);
        }

        _lastReload = result;
        telemetry.CountReload(result.Outcome switch
        {
            ReloadOutcome.Replaced => "replaced",
            ReloadOutcome.Unchanged => "unchanged",
            _ => "failed",
        });
        return result;
    }

    private ReloadResult Result(ReloadOutcome outcome, string fingerprint, string? problem = null) =>
        new(outcome, telemetry.Time.GetUtcNow(), fingerprint, problem);

    private ModelSnapshot Take(ModelSnapshot loaded)
    {
        _current = loaded;
        telemetry.ModelReplaced();
        logger.ModelLoaded(
            telemetry.ModelName,
            loaded.LoadDuration.TotalMilliseconds,
            loaded.Path,
            loaded.Fingerprint,
            loaded.Model.ToString());
        return loaded;
    }

    private void TellSubscribers()
    {
        // Not disposed: a caller may be about to take its token.
        var replaced = Interlocked.Exchange(ref _replaced, new CancellationTokenSource());
        try
        {
            replaced.Cancel();
        }
        catch (AggregateException e)
        {
            logger.SubscriberFailed(e, telemetry.ModelName);
        }
    }
}
