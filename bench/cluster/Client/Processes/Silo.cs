using System.Net.Http.Json;
using FastElman.Benchmarks.Service.Processes;

namespace FastElman.Benchmarks.Cluster.Processes;

/// <summary>A silo that runs.</summary>
internal sealed class Silo(ServiceProcess process, ProcessPlace place) : IAsyncDisposable
{
    public ServiceProcess Process => process;

    public ProcessPlace Place => place;

    /// <summary>Reads its model file again, from which new sessions begin.</summary>
    public async Task ReloadAsync()
    {
        using var client = new HttpClient { BaseAddress = process.HttpAddress };
        using var answer = await client.PostAsync(new Uri("/v1/model/reload", UriKind.Relative), content: null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The versions of the model that its sessions are on.</summary>
    public async Task<VersionCounts[]> DescribeAsync()
    {
        using var client = new HttpClient { BaseAddress = process.HttpAddress };
        return (await client.GetFromJsonAsync<VersionCounts[]>(new Uri("/v1/sessions", UriKind.Relative)))!;
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
