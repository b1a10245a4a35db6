using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace FastElman.Samples.SessionCluster.Versions;

/// <summary>The connection for model files; Orleans has its own.</summary>
internal sealed class RedisConnection(IOptions<ClusterSettings> settings) : IAsyncDisposable
{
    private readonly Lazy<Task<ConnectionMultiplexer>> _connection =
        new(() => ConnectionMultiplexer.ConnectAsync(RedisOptions.Of(settings.Value)));

    /// <exception cref="InvalidOperationException">Redis cannot be reached.</exception>
    public async Task<IDatabase> GetAsync()
    {
        var connection = await _connection.Value;
        return connection.IsConnected ? connection.GetDatabase() : throw new InvalidOperationException(
            $"Redis cannot be reached at {RedisOptions.Of(settings.Value).ToString(includePassword: false)}.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection.IsValueCreated)
        {
            await (await _connection.Value).DisposeAsync();
        }
    }
}
