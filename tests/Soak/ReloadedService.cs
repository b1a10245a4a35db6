using FastElman.Extensions.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace FastElman.Soak;

/// <summary>A host that serves a model file and watches it, as a service does.</summary>
internal sealed class ReloadedService : IDisposable
{
    private readonly IHost _host;
    private readonly ErrorCounter _errors = new();
    private readonly IDisposable _subscription;
    private int _reloads;

    public ReloadedService(KnownModel first, string folder)
    {
        ModelPath = Path.Combine(folder, "served.safetensors");
        first.Model.Save(ModelPath);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(_errors);
        builder.AddFastElman(settings =>
        {
            settings.ModelPath = ModelPath;
            settings.Reload.Mode = ReloadMode.Watch;
            settings.Reload.Delay = TimeSpan.FromMilliseconds(1);
            settings.Reload.PollingInterval = TimeSpan.FromMilliseconds(50);
        });
        _host = builder.Build();
        _host.Start();
        Provider = _host.Services.GetRequiredService<IModelProvider>();
        Tagger = _host.Services.GetRequiredService<ServiceTagger>();
        _subscription = ChangeToken.OnChange(Provider.GetReloadToken, () => Interlocked.Increment(ref _reloads));
    }

    public string ModelPath { get; }

    public ServiceTagger Tagger { get; }

    /// <summary>How often another model became the current one.</summary>
    public int Reloads => _reloads;

    /// <summary>Errors that were logged, such as of a reload that failed.</summary>
    public int Errors => _errors.Count;

    private IModelProvider Provider { get; }

    public ReloadOutcome Reload() => Provider.ReloadAsync().GetAwaiter().GetResult().Outcome;

    public void Dispose()
    {
        _subscription.Dispose();
        _host.StopAsync().GetAwaiter().GetResult();
        _host.Dispose();
    }

    private sealed class ErrorCounter : ILoggerProvider, ILogger
    {
        private int _count;

        public int Count => _count;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel) && Interlocked.Increment(ref _count) == 1)
            {
                Console.Error.WriteLine($"{formatter(state, exception)} {exception}");
            }
        }

        public void Dispose()
        {
        }
    }
}
