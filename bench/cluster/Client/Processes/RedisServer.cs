using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using FastElman.Benchmarks.Service.Processes;

namespace FastElman.Benchmarks.Cluster.Processes;

/// <summary>
/// A redis-server of its own, which writes every change to a file: what it has confirmed is there after it was killed
/// and started again. Processes, and what their networks do, live in this room.
/// </summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30), PatienceOfStart = TimeSpan.FromSeconds(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fastelman-redis-");
    private readonly string _address;
    private Process _process;

    private RedisServer(string address, int port)
    {
        (_address, Port) = (address, port);
        _process = Start();
    }

    /// <summary>Whether this machine has one.</summary>
    public static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "redis-server")));

    public int Port { get; }

    /// <summary>Where it is, as StackExchange.Redis reads it.</summary>
    public string Configuration => $"{_address}:{Port}";

    /// <summary>The time of the processor that it has used.</summary>
    public TimeSpan CpuTime => ServiceProcess.CpuTimeOf(_process.Id);

    /// <param name="address">The address that it listens at.</param>
    /// <param name="findPort">Finds a port for it; any free one unless given.</param>
    /// <exception cref="InvalidOperationException">It has ended, or is not ready in time.</exception>
    public static Task<RedisServer> StartAsync(string address = "127.0.0.1", Func<int>? findPort = null) =>
        FreePort.StartAsync(async () =>
        {
            var server = new RedisServer(address, (findPort ?? FreePort.Find)());
            try
            {
                await server.WaitAsync();
                return server;
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        });

    /// <summary>Stops its work without a word, as an overloaded or swapping machine does.</summary>
    public void Pause() => Native.Stop(_process.Id);

    /// <summary>Goes on.</summary>
    public void Resume() => Native.Continue(_process.Id);

    /// <summary>Kills it, and starts it with what it had written.</summary>
    public async Task RestartAsync()
    {
        await EndAsync();
        await FreePort.StartAsync(async () =>
        {
            _process.Dispose();
            _process = Start();
            await WaitAsync();
            return this;
        });
    }

    /// <summary>A number of its INFO.</summary>
    public async Task<long> GetAsync(string name)
    {
        var reply = await AskAsync("INFO\r\n");
        var line = reply.Split("\r\n").First(text => text.StartsWith(name + ":", StringComparison.Ordinal));
        return long.Parse(line[(name.Length + 1)..], CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Forgets the states of all sessions, as one does that wrote nothing to its disk and lost its machine. It keeps
    /// which silos there are, and the models.
    /// </summary>
    /// <returns>How many there were.</returns>
    public async Task<long> ForgetSessionsAsync()
    {
        const string Script = "local keys = redis.call('KEYS', ARGV[1]) "
            + "for _, key in ipairs(keys) do redis.call('DEL', key) end return #keys";
        var reply = await AskAsync($"EVAL \"{Script}\" 0 */state/*\r\n");
        return reply is [':', ..]
            ? long.Parse(reply[1..reply.IndexOf('\r')], CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"Redis at {Configuration} does not forget: {reply}");
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task EndAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    private Process Start() => Process.Start(new ProcessStartInfo(
        "redis-server",
        [
            "--port", $"{Port}", "--bind", _address, "--protected-mode", "no", "--dir", _folder.FullName,
            "--appendonly", "yes", "--save", "", "--logfile", "redis.log",
        ]))!;

    /// <summary>Waits until it answers, with all that it had written.</summary>
    private async Task WaitAsync()
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience && !_process.HasExited; await Task.Delay(20))
        {
            try
            {
                // Another one may have the port.
                var reply = await AskAsync("PING\r\nINFO server\r\n", PatienceOfStart);
                if (reply.StartsWith("+PONG", StringComparison.Ordinal)
                    && reply.Contains($"process_id:{_process.Id}\r\n", StringComparison.Ordinal))
                {
                    return;
                }
            }
            catch (Exception e) when (e is SocketException or IOException or TimeoutException)
            {
                // It does not listen yet, or does not answer.
            }
        }

        var log = Path.Combine(_folder.FullName, "redis.log");
        throw PortTakenException.Of(
            $"redis-server at {Configuration} {(_process.HasExited ? "has ended" : "is not ready in time")}:\n"
            + (File.Exists(log) ? File.ReadAllText(log) : ""));
    }

    /// <summary>Commands, in the form for people that type them.</summary>
    /// <exception cref="TimeoutException">It does not answer.</exception>
    private async Task<string> AskAsync(string commands, TimeSpan? patience = null)
    {
        using var timeout = new CancellationTokenSource(patience ?? Patience);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(_address, Port, timeout.Token);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(commands + "QUIT\r\n"), timeout.Token);
            using var reader = new StreamReader(stream);
            return await reader.ReadToEndAsync(timeout.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"Redis at {Configuration} does not answer.", e);
        }
    }
}
