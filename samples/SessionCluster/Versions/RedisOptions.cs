using StackExchange.Redis;

namespace FastElman.Samples.SessionCluster.Versions;

/// <summary>How Redis is reached.</summary>
internal static class RedisOptions
{
    /// <summary>Goes on trying where Redis is not there: a cluster that lost it has to find it again.</summary>
    public static ConfigurationOptions Of(ClusterSettings settings)
    {
        var options = ConfigurationOptions.Parse(settings.Redis);
        options.AbortOnConnectFail = false;
        options.ReconnectRetryPolicy = new LinearRetry(250);
        options.HeartbeatInterval = TimeSpan.FromMilliseconds(500);
        return options;
    }
}
