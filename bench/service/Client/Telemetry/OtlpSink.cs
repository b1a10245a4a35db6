using System.Net;
using System.Net.Sockets;

namespace FastElman.Benchmarks.Service.Telemetry;

/// <summary>
/// Receives what a service exports by OTLP over HTTP (protobuf), keeps the last value of each metric, and drops traces.
/// Values are cumulative, as the exporter sends them unless it is told otherwise.
/// </summary>
internal sealed class OtlpSink : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Lock _lock = new();
    private Dictionary<string, double> _values = [];
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public OtlpSink()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = $"http://{free.LocalEndpoint}";
        }

        _listener.Prefixes.Add($"{Address}/");
        _listener.Start();
        _ = ListenAsync();
    }

    /// <summary>The value of OTEL_EXPORTER_OTLP_ENDPOINT.</summary>
    public string Address { get; }

    /// <summary>The environment of a service that exports its metrics here every second.</summary>
    public Dictionary<string, string> Settings() => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Address,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
    };

    /// <summary>
    /// The last value of a metric: the sum of its series. <c>name/count</c> and <c>name/sum</c> for those of a
    /// histogram, <c>name{key=value}</c> for one attribute of the series.
    /// </summary>
    public double this[string metric]
    {
        get
        {
            lock (_lock)
            {
                return _values.GetValueOrDefault(metric);
            }
        }
    }

    /// <summary>Waits for metrics that were collected after this call began.</summary>
    public async Task NextAsync()
    {
        // The first that come may have been collected before.
        for (var i = 0; i < 2; i++)
        {
            Task next;
            lock (_lock)
            {
                next = _next.Task;
            }

            await next.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    public void Dispose() => _listener.Close();

    private async Task ListenAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            if (context.Request.Url!.AbsolutePath.EndsWith("/metrics", StringComparison.Ordinal))
            {
                Keep(OtlpMetrics.Read(body.ToArray()));
            }

            context.Response.ContentType = "application/x-protobuf";
            context.Response.Close();
        }
    }

    private void Keep(Dictionary<string, double> values)
    {
        lock (_lock)
        {
            _values = values;
            _next.SetResult();
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
