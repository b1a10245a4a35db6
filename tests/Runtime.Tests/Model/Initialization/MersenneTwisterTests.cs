using System.Text.Json;
using FastElman.Fixtures;
using FastElman.Model.Initialization;

namespace FastElman.Tests.Model.Initialization;

public sealed class MersenneTwisterTests
{
    [Fact]
    public void A_numpy_seed_draws_the_published_sequence()
    {
        // The C++ standard demands this of std::mt19937, which is seeded in the same way: [rand.predef].
        var random = MersenneTwister.AsNumpy(5489);
        for (var i = 1; i < 10_000; i++)
        {
            random.Next();
        }

        Assert.Equal(4123659995, random.Next());
    }

    [Theory]
    [InlineData(0u, 0.8444218515250481, 0.7579544029403025, 0.420571580830845)]
    [InlineData(1u, 0.13436424411240122, 0.8474337369372327, 0.763774618976614)]
    [InlineData(345u, 0.7706592178728677, 0.0057735827906761905, 0.9995498389755325)]
    [InlineData(uint.MaxValue, 0.6353574441341173, 0.20319993954407756, 0.6073666030347188)]
    public void A_Python_seed_draws_what_Python_draws(uint seed, params double[] expected)
    {
        var random = MersenneTwister.AsPython(seed);

        Assert.Equal(expected, expected.Select(_ => random.NextDouble()));
    }

    [Fact]
    public void Some_bits_are_the_highest_of_a_draw()
    {
        var (bits, whole) = (MersenneTwister.AsPython(345), MersenneTwister.AsPython(345));

        Assert.Equal(
            Enumerable.Range(1, 32).Select(count => whole.Next() >> (32 - count)),
            Enumerable.Range(1, 32).Select(bits.NextBits));
    }

    [Fact]
    public void The_reference_seed_draws_the_reference_numbers()
    {
        var reference = JsonElement.Parse(File.ReadAllBytes(SharedData.PathOf("golden", "shuffle", "shuffle.json")));
        var (doubles, bits, numpy) = (
            MersenneTwister.AsPython(345), MersenneTwister.AsPython(345), MersenneTwister.AsNumpy(345));

        Assert.All(Numbers("first_random_seed_345"), number => Assert.Equal(number.GetDouble(), doubles.NextDouble()));
        Assert.All(
            Numbers("first_getrandbits32_seed_345"), number => Assert.Equal(number.GetUInt32(), bits.NextBits(32)));
        Assert.All(
            Numbers("numpy_uniform_minus1_1_seed_345"),
            number => Assert.Equal(number.GetDouble(), -1 + (2 * numpy.NextDouble())));

        JsonElement.ArrayEnumerator Numbers(string name) => reference.GetProperty(name).EnumerateArray();
    }
}
