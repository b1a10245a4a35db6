using System.Text.Json;
using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Training.Randomness;

namespace FastElman.Training.Tests.Randomness;

public class PythonShuffleTests
{
    [Theory]
    [InlineData(345u, PythonVersion.Python3, 9, 5, 6, 7, 1, 8, 3, 2, 0, 4)]
    [InlineData(345u, PythonVersion.Python2, 5, 1, 3, 6, 4, 2, 8, 9, 0, 7)]
    [InlineData(7u, PythonVersion.Python3, 8, 3, 1, 4, 7, 0, 9, 6, 2, 5)]
    [InlineData(7u, PythonVersion.Python2, 2, 7, 4, 6, 8, 9, 0, 5, 1, 3)]
    public void The_order_is_Pythons(uint seed, PythonVersion version, params int[] expected) =>
        Assert.Equal(expected, Orders(10, seed, version).First());

    [Fact]
    public void The_same_permutation_is_applied_to_the_shuffled_list_each_time()
    {
        int[][] orders = [.. Orders(10, 345, PythonVersion.Python3).Take(3)];

        Assert.Equal(orders[0].Select(place => orders[0][place]), orders[1]);
        Assert.Equal(orders[0].Select(place => orders[1][place]), orders[2]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Nothing_to_shuffle_stays(int count) =>
        Assert.Equal(Enumerable.Range(0, count), Orders(count, 1, PythonVersion.Python3).First());

    [Fact]
    public void Every_reference_order_is_met()
    {
        var cases = Reference().GetProperty("cases").EnumerateArray().ToArray();

        Assert.All(cases, each => Assert.Equal(
            each.GetProperty("order_after_epoch_0_1_2").EnumerateArray().Select(Integers),
            Orders(
                each.GetProperty("n").GetInt32(),
                each.GetProperty("seed").GetUInt32(),
                VersionOf(each.GetProperty("python").GetString())).Take(3)));
        Assert.Contains(cases, each => each.GetProperty("python").ValueEquals("python2"));
    }

    [Theory]
    [InlineData("python3")]
    [InlineData("python2")]
    public void The_order_of_the_tutorials_corpus_is_met_epoch_by_epoch(string version)
    {
        var expected = Reference().GetProperty("atis_train_3983_seed_345").GetProperty(version);
        int[][] orders = [.. Orders(3983, 345, VersionOf(version)).Take(2)];

        Assert.Equal(Integers(expected.GetProperty("epoch_0")), orders[0]);
        Assert.Equal(Integers(expected.GetProperty("epoch_1_first_100")), orders[1].Take(100));
    }

    private static IEnumerable<int[]> Orders(int count, uint seed, PythonVersion version)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        while (true)
        {
            PythonShuffle.Apply(order.AsSpan(), seed, version);
            yield return [.. order];
        }
    }

    private static JsonElement Reference() =>
        JsonElement.Parse(File.ReadAllBytes(SharedData.PathOf("golden", "shuffle", "shuffle.json")));

    private static PythonVersion VersionOf(string? name) =>
        name == "python2" ? PythonVersion.Python2 : PythonVersion.Python3;

    private static int[] Integers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetInt32())];
}
