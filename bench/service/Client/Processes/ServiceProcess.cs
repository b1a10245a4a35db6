using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;

namespace FastElman.Benchmarks.Service.Processes;

/// <summary>The service, or the echo, as a process of its own, and what it uses.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const double ClockTicksPerSecond = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _log = new();

    private ServiceProcess(Process process, Uri http, Uri grpc)
    {
        (_process, HttpAddress, GrpcAddress) = (process, http, grpc);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri HttpAddress { get; }

    public Uri GrpcAddress { get; }

    /// <summary>Where the endpoint for HTTP/1.1 listens.</summary>
    public IPEndPoint HttpEndPoint => new(IPAddress.Loopback, HttpAddress.Port);

    /// <summary>What it has written on its standard output and error.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>The time of the processor that all its threads have used, in the kernel and outside.</summary>
    public TimeSpan CpuTime => CpuTimeOf(_process.Id);

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Resident memory in bytes.</summary>
    public long ResidentBytes => 1024 * long.Parse(
        File.ReadLines($"/proc/{_process.Id}/status")
            .Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    /// <summary>The time of the processor that the threads of a process have used.</summary>
    public static TimeSpan CpuTimeOf(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        const int UserTime = 11, SystemTime = 12;
        var ticks = long.Parse(fields[UserTime], CultureInfo.InvariantCulture)
            + long.Parse(fields[SystemTime], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds(ticks / ClockTicksPerSecond);
    }

    /// <summary>Starts it on ports of its own and waits until it is ready.</summary>
    /// <param name="program">The executable, or an assembly (.dll) for <c>dotnet</c>.</param>
    /// <param name="settings">Environment variables.</param>
    /// <param name="core">The core that it is pinned to; null for all.</param>
    /// <param name="place">Where it runs; on loopback unless given.</param>
    public static Task<ServiceProcess> StartAsync(
        string program,
        IReadOnlyDictionary<string, string> settings,
        int? core = null,
        ProcessPlace? place = null) =>
        StartAsync(program, () => settings, core, place);

    /// <summary>
    /// Starts it on ports of its own and waits until it is ready. Nothing of it stays where it does not become so.
    /// </summary>
    /// <param name="program">The executable, or an assembly (.dll) for <c>dotnet</c>.</param>
    /// <param name="settings">Finds environment variables: other ports each time.</param>
    /// <param name="core">The core that it is pinned to; null for all.</param>
    /// <param name="place">Where it runs; on loopback unless given.</param>
    /// <param name="patience">How long it may take until it is ready; a minute unless given.</param>
    /// <exception cref="InvalidOperationException">It has ended, or is not ready in time.</exception>
    public static Task<ServiceProcess> StartAsync(
        string program,
        Func<IReadOnlyDictionary<string, string>> settings,
        int? core = null,
        ProcessPlace? place = null,
        TimeSpan? patience = null) => FreePort.StartAsync(async () =>
    {
        string[] command = program.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", program] : [program];
        if (core is { } number)
        {
            command = ["taskset", "-c", $"{number}", .. command];
        }

        var where = place ?? ProcessPlace.Loopback;
        command = [.. where.Launcher, .. command];
        var http = new Uri($"http://{where.Address}:{FreePort.Find()}");
        var grpc = new Uri($"http://{where.Address}:{FreePort.Find()}");
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Kestrel__Endpoints__Http__Url"] = http.ToString();
        start.Environment["Kestrel__Endpoints__Grpc__Url"] = grpc.ToString();
        foreach (var (key, value) in settings())
        {
            start.Environment[key] = value;
        }

        var service = new ServiceProcess(Process.Start(start)!, http, grpc);
        try
        {
            await service.WaitUntilReadyAsync(patience ?? Patience);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    });

    /// <summary>Asks it to stop, as an orchestrator does.</summary>
    public void Terminate() => Native.Terminate(_process.Id);

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(timeout.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task WaitUntilReadyAsync(TimeSpan patience)
    {
        using var client = new HttpClient { BaseAddress = HttpAddress, Timeout = patience };
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < patience && !_process.HasExited; await Task.Delay(20))
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (answer.IsSuccessStatusCode && !_process.HasExited)
                {
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // It does not listen yet, or does not answer.
            }
        }

        var end = "is not ready in time";
        if (_process.HasExited)
        {
            // All that it has written has come then.
            await WaitForExitAsync();
            end = "has ended before it was ready";
        }

        throw PortTakenException.Of($"{_process.StartInfo.FileName} {end}:\n{Log}");
    }

    private void Keep(string? line)
    {
        // The end of a stream is no line, and may come before what the other one has.
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            _log.AppendLine(line);
        }
    }
}
