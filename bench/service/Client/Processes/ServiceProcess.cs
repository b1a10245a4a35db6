using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
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
    public static async Task<ServiceProcess> StartAsync(
        string program,
        IReadOnlyDictionary<string, string> settings,
        int? core = null,
        ProcessPlace? place = null)
    {
        string[] command = program.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", program] : [program];
        if (core is { } number)
        {
            command = ["taskset", "-c", $"{number}", .. command];
        }

        var where = place ?? ProcessPlace.Loopback;
        command = [.. where.Launcher, .. command];
        var (http, grpc) = FreePorts(where.Address);
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Kestrel__Endpoints__Http__Url"] = http.ToString();
        start.Environment["Kestrel__Endpoints__Grpc__Url"] = grpc.ToString();
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        var service = new ServiceProcess(Process.Start(start)!, http, grpc);
        await service.WaitUntilReadyAsync();
        return service;
    }

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

    private static (Uri Http, Uri Grpc) FreePorts(IPAddress address)
    {
        using TcpListener first = new(IPAddress.Loopback, 0), second = new(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (AddressOf(first), AddressOf(second));

        Uri AddressOf(TcpListener listener) => new($"http://{address}:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    private async Task WaitUntilReadyAsync()
    {
        using var client = new HttpClient { BaseAddress = HttpAddress };
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience && !_process.HasExited; await Task.Delay(20))
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }

        throw new InvalidOperationException($"{_process.StartInfo.FileName} is not ready:\n{Log}");
    }

    private void Keep(string? line)
    {
        lock (_log)
        {
            _log.AppendLine(line);
        }
    }
}
