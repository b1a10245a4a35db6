using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace FastElman.Samples.SessionCluster.Versions;

/// <summary>The model files of all versions, in Redis, by their fingerprints.</summary>
/// <remarks>
/// Thread-safe. Redis keeps a file for some time after the last silo has added it: for longer than the states of
/// sessions that need it.
/// </remarks>
internal sealed class ModelFiles(RedisConnection redis, IOptions<ClusterSettings> settings)
{
    /// <summary>How long a file stays: after the states of the last sessions have expired.</summary>
    private TimeSpan Expiry => 3 * settings.Value.StateExpiry;

    /// <summary>Adds a model, if it is not there, and lets it stay.</summary>
    public async Task AddAsync(ElmanModel model)
    {
        var database = await redis.GetAsync();
        var key = Key(model.Fingerprint);
        if (!await database.KeyExpireAsync(key, Expiry))
        {
            using var file = new MemoryStream();
            model.Save(file);
            await database.StringSetAsync(key, file.ToArray(), Expiry, When.NotExists);
        }
    }

    /// <summary>The model with a fingerprint.</summary>
    /// <exception cref="InvalidOperationException">It is not there, or another is in its place.</exception>
    public async Task<ElmanModel> GetAsync(string fingerprint)
    {
        var database = await redis.GetAsync();
        var file = (byte[]?)await database.StringGetAsync(Key(fingerprint)) ?? throw new InvalidOperationException(
            $"Redis has no model {fingerprint}, which a session began with.");
        var model = ElmanModel.Load(file);
        return model.Fingerprint == fingerprint ? model : throw new InvalidOperationException(
            $"Redis has another model in the place of {fingerprint}: found {model.Fingerprint}.");
    }

    private string Key(string fingerprint) => $"{settings.Value.Name}/model/{fingerprint}";
}
