using FastElman.Extensions.Hosting.Telemetry;
using Microsoft.Extensions.Hosting;

namespace FastElman.Extensions.Hosting.Registration;

/// <summary>
/// Has the model ready before any other service of the host starts, and ends what runs in the background when the host
/// begins to stop. Requests that are under way then are answered: the current model stays.
/// </summary>
internal sealed class ModelHostedService(ModelServices model) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _givingUp = new();
    private Task _comparing = Task.CompletedTask;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        model.Monitor.Start();
        await model.Provider.LoadFirstAsync(cancellationToken).ConfigureAwait(false);
        if (model.Shadow is not { } shadow)
        {
            return;
        }

        model.ShadowMonitor!.Start();
        _comparing = Task.Run(() => shadow.RunAsync(_givingUp.Token), CancellationToken.None);
        try
        {
            await shadow.Provider.LoadFirstAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidOperationException e)
        {
            // A shadow is a trial: it must not keep a service from starting. A later file may mend it.
            model.Logger.ShadowNotLoaded(e, model.Telemetry.ModelName, model.Settings.Shadow.ModelPath!);
        }
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await model.Monitor.StopAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        if (model.ShadowMonitor is { } shadowMonitor)
        {
            await shadowMonitor.StopAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The last requests have been answered: what they left for the shadow is compared, if there is time.
    /// </summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        model.Shadow?.Complete();
        try
        {
            await _comparing.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await _givingUp.CancelAsync().ConfigureAwait(false);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A host that fails to start is disposed without being stopped.</summary>
    public void Dispose()
    {
        model.Monitor.Dispose();
        model.ShadowMonitor?.Dispose();
        model.Shadow?.Complete();
        _givingUp.Dispose();
    }
}
