using System.Net;
using System.Net.Sockets;
using System.Text;
using FastElman.Benchmarks.Service.Http;
using FastElman.Benchmarks.Service.Processes;

namespace FastElman.Benchmarks.Service.Failures;

/// <summary>Asks, as a load balancer does, whether requests may be sent to the service.</summary>
internal sealed class Readiness(ServiceProcess service)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private static readonly byte[] Request =
        Encoding.ASCII.GetBytes("GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    private volatile bool _isReady = true;

    public bool IsReady => _isReady;

    /// <summary>Asks until the answer is no.</summary>
    public async Task WatchAsync()
    {
        while (_isReady)
        {
            await Task.Delay(Interval);
            try
            {
                using var connection = await HttpConnection.ConnectAsync(service.HttpEndPoint);
                _isReady = (await connection.AskAsync(Request)).Status == (int)HttpStatusCode.OK;
            }
            catch (Exception e) when (e is SocketException or ConnectionClosedException)
            {
                _isReady = false;
            }
        }
    }
}
