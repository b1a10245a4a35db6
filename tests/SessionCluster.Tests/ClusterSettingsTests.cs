using Microsoft.Extensions.Configuration;

namespace FastElman.Samples.SessionCluster.Tests;

public sealed class ClusterSettingsTests
{
    [Fact]
    public void What_is_not_set_has_its_default() =>
        Assert.Equal(("fastelman", ClusterRole.Both), (Read().Name, Read().Role));

    [Theory]
    [InlineData("Nmae", "x", "Setting Cluster:Nmae does not exist: expected one of Role, Name, ")]
    [InlineData("MaximumCalls", "0", "Section Cluster: The field MaximumCalls must be between 1 and 1000000.")]
    [InlineData("Address", "here", "Setting Cluster:Address is wrong: expected an IP address, found here.")]
    [InlineData(
        "Redis",
        "10.0.0.7:6379",
        "Setting Cluster:Address is wrong: expected the address at which other machines reach this one, ")]
    [InlineData("Redis", "redis.internal", "Setting Cluster:Address is wrong: ")]
    [InlineData("Redis", "localhost,10.0.0.7", "Setting Cluster:Address is wrong: ")]
    [InlineData(
        "StateExpiry",
        "00:10:00",
        "Setting Cluster:StateExpiry is wrong: expected whole seconds, and more than the 00:10:00 of IdleTime, ")]
    [InlineData("StateExpiry", "01:00:00.5", "Setting Cluster:StateExpiry is wrong: expected whole seconds, ")]
    public void A_wrong_setting_ends_the_start_with_one_sentence(string key, string value, string message)
    {
        var error = Assert.Throws<InvalidOperationException>(() => Read((key, value)));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Both", "127.0.0.1:6379", "127.0.0.1")]
    [InlineData("Silo", "localhost", "::1")]
    [InlineData("Silo", "10.0.0.7:6379", "10.0.0.8")]
    [InlineData("Gateway", "10.0.0.7:6379", "127.0.0.1")]
    public void A_silo_is_where_others_reach_it(string role, string redis, string address) =>
        Assert.Equal(address, Read(("Role", role), ("Redis", redis), ("Address", address)).Address);

    private static ClusterSettings Read(params (string Key, string Value)[] settings) =>
        ClusterSettings.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting =>
                new KeyValuePair<string, string?>($"{ClusterSettings.SectionName}:{setting.Key}", setting.Value)))
            .Build());
}
