using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using FastElman.Benchmarks.Service.Processes;
using FastElman.Samples.SessionCluster;

namespace FastElman.Benchmarks.Cluster.Processes;

/// <summary>A silo that runs.</summary>
/// <param name="process">Its process.</param>
/// <param name="place">Where it runs.</param>
/// <param name="gatewayPort">The port for gateways.</param>
internal sealed class Silo(ServiceProcess process, ProcessPlace place, int gatewayPort) : IAsyncDisposable
{
    public ServiceProcess Host => process;

    public ProcessPlace Place => place;

    /// <summary>Bytes between it and gateways, both ways, as the system counts them (ss, of iproute2).</summary>
    public long CountBytes()
    {
        using var ss = Process.Start(new ProcessStartInfo("ss", ["-tinH", $"sport = :{gatewayPort}"])
        {
            RedirectStandardOutput = true,
        })!;
        return ss.StandardOutput.ReadToEnd().Split((char[])[' ', '\n'])
            .Select(field => field.Split(':'))
            .Where(field => field is ["bytes_sent" or "bytes_received", _])
            .Sum(field => long.Parse(field[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Reads its model file again, from which new sessions begin.</summary>
    public async Task ReloadAsync()
    {
        using var client = new HttpClient { BaseAddress = process.HttpAddress };
        using var answer = await client.PostAsync(new Uri("/v1/model/reload", UriKind.Relative), content: null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The versions of the model that its sessions are on.</summary>
    public async Task<VersionReport[]> DescribeAsync()
    {
        using var client = new HttpClient { BaseAddress = process.HttpAddress };
        return (await client.GetFromJsonAsync<VersionReport[]>(new Uri("/v1/sessions", UriKind.Relative)))!;
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
