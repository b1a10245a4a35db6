using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using FastElman.Benchmarks.Service.Processes;

namespace FastElman.Benchmarks.Cluster.Processes;

/// <summary>
/// A redis-server of its own, which writes every change to a file: what it has confirmed is there after it was killed
/// and started again. Processes, and what their networks do, live in this room.
/// </summary>
internal sealed class RedisServer : IAsyncDisposable
{
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
    public static async Task<RedisServer> StartAsync(string address = "127.0.0.1")
    {
        var server = new RedisServer(address, FreePort.Find());
        await server.WaitAsync();
        return server;
    }

    /// <summary>Stops its work without a word, as an overloaded or swapping machine does.</summary>
    public void Pause() => Native.Stop(_process.Id);

    /// <summary>Goes on.</summary>
    public void Resume() => Native.Continue(_process.Id);

    /// <summary>Kills it, and starts it with what it had written.</summary>
    public async Task RestartAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = Start();
        await WaitAsync();
    }

    /// <summary>A number of its INFO.</summary>
    public async Task<long> GetAsync(string name)
    {
        var reply = await AskAsync("INFO\r\n");
        var line = reply.Split("\r\n").First(text => text.StartsWith(name + ":", StringComparison.Ordinal));
        return long.Parse(line[(name.Length + 1)..], CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private Process Start() => Process.Start(new ProcessStartInfo(
        "redis-server",
        [
            "--port", $"{Port}", "--bind", _address, "--protected-mode", "no", "--dir", _folder.FullName,
            "--appendonly", "yes", "--save", "", "--logfile", "redis.log",
        ]))!;

    private async Task WaitAsync()
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            try
            {
                if ((await AskAsync("PING\r\n")).StartsWith("+PONG", StringComparison.Ordinal))
                {
                    return;
                }
            }
            catch (SocketException) when (clock.Elapsed < TimeSpan.FromSeconds(30) && !_process.HasExited)
            {
                // It does not listen yet.
            }
        }
    }

    /// <summary>One command, in the form for people that type it.</summary>
    private async Task<string> AskAsync(string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_address, Port);
        var stream = client.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(command + "QUIT\r\n"));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
