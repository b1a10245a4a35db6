using System.Net;
using System.Net.Sockets;

namespace FastElman.Benchmarks.Service.Processes;

/// <summary>Ports that nobody listens at.</summary>
internal static class FreePort
{
    private const int MostStarts = 5;

    /// <summary>One that is free now. Another process may take it before it is used.</summary>
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts what listens at free ports; at other ones where another process was quicker.</summary>
    /// <param name="start">
    /// Finds ports and starts it. Throws <see cref="PortTakenException"/> where one is no longer free.
    /// </param>
    public static async Task<T> StartAsync<T>(Func<Task<T>> start)
    {
        for (var starts = 1; ; starts++)
        {
            try
            {
                return await start();
            }
            catch (PortTakenException) when (starts < MostStarts)
            {
                // The next ones are others.
            }
        }
    }
}
