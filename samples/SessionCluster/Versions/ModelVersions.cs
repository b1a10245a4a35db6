using System.Collections.Concurrent;
using FastElman.Extensions.Hosting;
using FastElman.Samples.SessionCluster.Sessions;
using FastElman.Samples.SessionCluster.Telemetry;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace FastElman.Samples.SessionCluster.Versions;

/// <summary>
/// The versions of the model that the sessions of a silo need. New sessions begin on the version that is current on
/// their silo; a session ends on the version that it began with, wherever it goes. So that each silo can have each
/// version, a silo puts the file of its current one into Redis before sessions begin on it.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ModelVersions(
    IModelProvider models,
    ModelFiles files,
    SiloCapacity capacity,
    IHostApplicationLifetime lifetime,
    IOptions<FastElmanSettings> modelSettings,
    ILogger<ModelVersions> logger) : IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<SessionEngine>>> _engines = [];
    private readonly SemaphoreSlim _taking = new(1, 1);
    private volatile SessionEngine? _current;

    /// <summary>The fingerprint of a model that was loaded and cannot serve sessions.</summary>
    private volatile string? _unserved;
    private IDisposable? _reloads;

    /// <summary>The version on which sessions begin.</summary>
    public SessionEngine Current =>
        _current ?? throw new InvalidOperationException("The silo has not started: there is no model yet.");

    /// <summary>The versions that sessions of the silo need, with the number of those sessions.</summary>
    public IReadOnlyList<SessionEngine> All =>
    [
        .. _engines.Values.Where(engine => engine.IsValueCreated && engine.Value.IsCompletedSuccessfully)
            .Select(engine => engine.Value.Result),
    ];

    /// <summary>How many sessions the silo has, of all versions.</summary>
    public int SessionCount => capacity.Count;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _reloads = ChangeToken.OnChange(models.GetReloadToken, () => _ = CatchUpAsync());
        await TakeCurrentAsync();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _reloads?.Dispose();
        _taking.Dispose();
    }

    /// <summary>The version with a fingerprint: one that is in use here, or from Redis.</summary>
    /// <exception cref="InvalidOperationException">Redis does not have it, or has another one.</exception>
    public async Task<SessionEngine> GetAsync(string fingerprint)
    {
        var engine = _engines.GetOrAdd(
            fingerprint, name => new Lazy<Task<SessionEngine>>(() => Task.Run(() => FetchAsync(name))));
        return await WaitAsync(fingerprint, engine);
    }

    /// <summary>
    /// Lets Redis keep the files of the versions in use, and puts those there again that it has lost.
    /// </summary>
    public async Task KeepFilesAsync()
    {
        foreach (var engine in All)
        {
            try
            {
                await files.AddAsync(engine.Model.Model);
            }
            catch (Exception e)
            {
                logger.FileNotKept(e, engine.Fingerprint);
            }
        }
    }

    /// <summary>Forgets versions that are not current and have no session.</summary>
    /// <remarks>
    /// A session that is just about to begin on one of them does so, and keeps it. Only another one has to get the
    /// version anew.
    /// </remarks>
    public void ForgetUnused()
    {
        if (!_taking.Wait(0))
        {
            // One of them is about to become the current one.
            return;
        }

        try
        {
            RemoveUnused();
        }
        finally
        {
            _taking.Release();
        }
    }

    private void RemoveUnused()
    {
        foreach (var (fingerprint, engine) in _engines)
        {
            if (engine.IsValueCreated && engine.Value.IsCompletedSuccessfully
                && engine.Value.Result is { SessionCount: 0 } unused && unused != _current)
            {
                _engines.TryRemove(new KeyValuePair<string, Lazy<Task<SessionEngine>>>(fingerprint, engine));
            }
        }
    }

    /// <summary>
    /// Lets sessions begin on the model that was loaded last, unless they do: Redis may have been away.
    /// </summary>
    public async Task CatchUpAsync()
    {
        if (_current is not { } current)
        {
            return;
        }

        var loaded = models.Current.Fingerprint;
        if (loaded == current.Fingerprint)
        {
            // Where the other is loaded once more, that is logged once more.
            _unserved = null;
            return;
        }

        if (loaded == _unserved)
        {
            return;
        }

        try
        {
            await TakeCurrentAsync();
        }
        catch (UnservedModelException)
        {
            // It is logged.
        }
        catch (Exception e)
        {
            logger.VersionNotTaken(e, models.Current.Fingerprint);
        }
    }

    /// <summary>Lets sessions begin on the model that was loaded last.</summary>
    /// <exception cref="UnservedModelException">It cannot serve live sessions.</exception>
    /// <exception cref="Exception">Redis cannot be reached; it is tried again with the next save.</exception>
    public async Task TakeCurrentAsync()
    {
        await _taking.WaitAsync();
        try
        {
            // Another may have been loaded meanwhile, an older one too: the last one counts.
            for (CompiledModel? taken = null; taken != models.Current.Model;)
            {
                taken = models.Current.Model;
                await TakeAsync(taken);
            }
        }
        finally
        {
            _taking.Release();
        }
    }

    private async Task TakeAsync(CompiledModel model)
    {
        var fingerprint = model.Model.Fingerprint;
        try
        {
            Require(model);
            await files.AddAsync(model.Model);
            var engine = _engines.GetOrAdd(
                fingerprint, _ => new Lazy<Task<SessionEngine>>(() => Task.Run(() => Engine(model))));
            _current = await WaitAsync(fingerprint, engine);
        }
        catch (UnservedModelException e)
        {
            if (_unserved != fingerprint)
            {
                _unserved = fingerprint;
                logger.VersionRefused(fingerprint, e.Message);
            }

            throw;
        }

        _unserved = null;
        logger.VersionTaken(fingerprint);
    }

    /// <summary>Waits for a version. One that cannot be had is tried anew when somebody needs it again.</summary>
    private async Task<SessionEngine> WaitAsync(string fingerprint, Lazy<Task<SessionEngine>> engine)
    {
        try
        {
            return await engine.Value;
        }
        catch
        {
            _engines.TryRemove(new KeyValuePair<string, Lazy<Task<SessionEngine>>>(fingerprint, engine));
            throw;
        }
    }

    private async Task<SessionEngine> FetchAsync(string fingerprint)
    {
        var model = (await files.GetAsync(fingerprint)).Compile(modelSettings.Value.Compile);
        try
        {
            // Before the warm-up, which is for nothing where there is no room.
            Require(model);
            var engine = Engine(model);
            model.Warmup();
            return engine;
        }
        catch (UnservedModelException)
        {
            capacity.Avoid();
            throw;
        }
    }

    private SessionEngine Engine(CompiledModel model) => new(
        model,
        capacity,
        e =>
        {
            // Its sessions go on on other silos.
            logger.EngineStopped(e, model.Model.Fingerprint);
            lifetime.StopApplication();
        });

    private static void Require(CompiledModel model)
    {
        if (!model.CanStream || model.Tokenizer is null || model.Labels is null)
        {
            throw new UnservedModelException(
                "Live sessions need a model that labels word by word and has its words and labels: this one is "
                + $"{model}.");
        }
    }
}
