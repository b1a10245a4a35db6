using System.Globalization;
using FastElman.Benchmarks.Reporting;
using FastElman.Benchmarks.Service.Load;
using FastElman.Benchmarks.Service.Processes;
using FastElman.Benchmarks.Service.Telemetry;
using Grpc.Net.Client;
using TaggingClient = FastElman.Samples.TaggingService.Grpc.TextTagger.TextTaggerClient;

namespace FastElman.Benchmarks.Service.Tables;

/// <summary>
/// Requests a second, latency, and what a request costs. All rows of a build are measured in turn, several times; each
/// is compared with the echo of its own turn, and the table has the medians.
/// </summary>
internal sealed class LoadTable(TableOptions options) : IAsyncDisposable
{
    /// <summary>Long enough for the JIT compiler to come to its best code.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    private static readonly string[] Columns =
    [
        "build", "model", "endpoint", "1/s", "p50 µs", "p99 µs", "p99.9 µs", "CPU µs", "of echo", "core",
        "tagging µs", "share", "bytes", "RSS MB",
    ];

    private readonly List<IAsyncDisposable> _open = [];
    private readonly Texts _texts = Preparation.CreateTexts();

    /// <summary>Measures.</summary>
    /// <returns>The table.</returns>
    public async Task<string> MeasureAsync()
    {
        Preparation.TrainModel(options.ModelPath);
        var table = new MarkdownTable(3, Columns);
        foreach (var build in options.Builds)
        {
            await MeasureAsync(build, table);
        }

        return table.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var open in Enumerable.Reverse(_open))
        {
            await open.DisposeAsync();
        }
    }

    private async Task MeasureAsync(string build, MarkdownTable table)
    {
        var rows = await RowsAsync(build);
        foreach (var row in rows)
        {
            await row.WarmUpAsync(WarmUp);
        }

        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var row in rows)
            {
                await row.MeasureAsync(options.Duration);
            }

            Console.Error.WriteLine($"{build}: round {round + 1} of {options.Rounds}");
        }

        foreach (var row in rows)
        {
            await row.ReadMetricsAsync(options.Duration);
            table.Add([build, row.Target.Name, row.Name, .. Cells(row, rows[0])]);
        }

        await DisposeAsync();
        _open.Clear();
    }

    private async Task<Row[]> RowsAsync(string build)
    {
        var echo = await StartAsync("Echo", build, "none", []);
        List<Row> rows =
        [
            new("echo", echo, Wrk(echo, "/echo", "bodies", _texts.Bodies())),
            new("echo, ready answer", echo, Wrk(echo, "/echo-answer", "bodies", _texts.Bodies())),
        ];
        var small = await StartAsync("TaggingService", build, "30 units", []);
        var large = await StartAsync("TaggingService", build, "100 units", new()
        {
            ["FastElman__ModelPath"] = options.ModelPath,
        });
        Target[] services = [small, large];
        rows.AddRange(services.Select(service =>
            new Row("POST /v1/slots", service, Wrk(service, "/v1/slots", "bodies", _texts.Bodies()))));
        rows.AddRange(services.SelectMany(RowsOf));
        return [.. rows.Where(row =>
            row.Target == echo || row.Name.Contains(options.Only, StringComparison.OrdinalIgnoreCase))];
    }

    private IEnumerable<Row> RowsOf(Target service)
    {
        var client = new TaggingClient(Channel(service));
        yield return new Row(
            $"POST /v1/slots/many, {Texts.Many} texts",
            service,
            Wrk(service, "/v1/slots/many", "bodies-of-many", _texts.BodiesOfMany()));
        yield return new Row(
            "gRPC FindSlots",
            service,
            new CallLoad(TableOptions.Callers, number => new UnaryCaller(client, _texts, number)));
        yield return new Row(
            "gRPC StreamSlots, a sentence",
            service,
            new CallLoad(TableOptions.Callers, number => new SentenceStreamCaller(client, _texts, number)));
        yield return new Row(
            $"gRPC StreamSessions, {TableOptions.Sessions} words",
            service,
            new CallLoad(
                TableOptions.SessionStreams,
                number => new SessionsCaller(client, _texts, number, TableOptions.Sessions)));
    }

    private GrpcChannel Channel(Target service)
    {
        var channel = GrpcChannel.ForAddress(service.Process.GrpcAddress);
        _open.Add(new AsyncDisposable(channel));
        return channel;
    }

    private async Task<Target> StartAsync(
        string project, string build, string name, Dictionary<string, string> settings)
    {
        var sink = new OtlpSink();
        foreach (var (key, value) in sink.Settings())
        {
            settings[key] = value;
        }

        var process = await ServiceProcess.StartAsync(
            options.Program(project, build), settings, TableOptions.ServiceCore);
        var target = new Target(name, process, sink);
        _open.Add(target);
        return target;
    }

    private WrkLoad Wrk(Target target, string path, string name, IEnumerable<string> bodies)
    {
        var file = Path.Combine(options.Folder, $"{name}.jsonl");
        File.WriteAllLines(file, bodies);
        return new WrkLoad(new Uri(target.Process.HttpAddress, path), file, TableOptions.Callers);
    }

    private static string[] Cells(Row row, Row echo)
    {
        var cpu = Row.MedianOf(row.CpuMicroseconds);
        var ratio = Row.MedianOf(row.CpuMicroseconds.Zip(echo.CpuMicroseconds, (own, other) => own / other));
        return
        [
            Text(row.RequestsPerSecond, "F0"), Text(row.P50, "F0"), Text(row.P99, "F0"), Text(row.P999, "F0"),
            Text(cpu, "F1"), Text(ratio, "F2"), Text(row.BusyShare, "P0"),
            Text(row.TagMicroseconds, "F1"), Text(row.TagMicroseconds / cpu, "P0"),
            Text(row.AllocatedBytes, "F0"), Text(row.ResidentBytes / 1e6, "F0"),
        ];
    }

    private static string Text(double value, string format) =>
        double.IsNaN(value) ? "" : value.ToString(format, CultureInfo.InvariantCulture);

    private sealed class AsyncDisposable(IDisposable disposable) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            disposable.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
