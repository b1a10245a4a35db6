using FastElman.Fixtures;
using FastElman.Training.Backpropagation;
using FastElman.Training.Randomness;

namespace FastElman.Training.Tests.Backpropagation;

/// <summary>What dropout drops, in numbers.</summary>
public sealed class DropoutMasksTests
{
    private const int Words = 200;

    private static readonly ElmanShape Shape = new(
        hiddenSize: 37,
        labelCount: 3,
        vocabularySize: 5,
        embeddingSize: 1000,
        windowSize: 3,
        new NetworkVariant(NetworkKind.Bidirectional));

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.3)]
    [InlineData(0.9)]
    public void The_share_of_the_rate_is_dropped_and_the_rest_makes_up_for_it(double rate)
    {
        var masks = Drawn(new DropoutRates(rate, rate), seed: 1);
        float[][] all = [masks.Inputs.ToArray(), States(masks, layer: 0), States(masks, layer: 1)];
        Assert.All(all, factors =>
        {
            Assert.Equal(rate, factors.Count(factor => factor == 0) / (double)factors.Length, 0.04);
            Assert.Equal([0, (float)(1 / (1 - rate))], factors.Distinct().Order());
        });
        Assert.NotEqual(all[1], all[2]);
    }

    [Fact]
    public void Each_word_has_states_of_its_own()
    {
        var states = States(Drawn(new DropoutRates(0.2, 0.3), seed: 2), layer: 0);

        Assert.True(states.Chunk(Shape.HiddenSize).Select(row => string.Join(' ', row)).Distinct().Count() > 190);
    }

    [Fact]
    public void The_factors_of_inputs_are_one_mask_for_all_words() =>
        Assert.Equal(Shape.EmbeddingSize, Drawn(new DropoutRates(0.2, 0.3), seed: 3).Inputs.Length);

    [Fact]
    public void A_rate_of_zero_keeps_everything()
    {
        var masks = Drawn(default, seed: 4);

        Assert.All(masks.Inputs.ToArray(), factor => Assert.Equal(1, factor));
        Assert.All(States(masks, layer: 1), factor => Assert.Equal(1, factor));
    }

    [Fact]
    public void The_same_seed_drops_the_same_and_another_one_other_values()
    {
        var rates = new DropoutRates(0.2, 0.3);
        var (one, same, other) = (Drawn(rates, seed: 5), Drawn(rates, seed: 5), Drawn(rates, seed: 6));

        Bits.AssertEqual(one.Inputs, same.Inputs);
        Bits.AssertEqual(States(one, layer: 1), States(same, layer: 1));
        Assert.NotEqual(one.Inputs.ToArray(), other.Inputs.ToArray());
        Assert.NotEqual(States(one, layer: 0), States(other, layer: 0));
    }

    /// <summary>Their registers, to which states are padded, are not of one width.</summary>
    [Fact]
    public void Every_instruction_set_drops_the_same()
    {
        var rates = new DropoutRates(0.2, 0.3);
        var expected = Drawn(rates, seed: 7, InstructionSet.Scalar);
        Assert.All(SimdInfo.Supported, instructionSet =>
        {
            var masks = Drawn(rates, seed: 7, instructionSet);
            Bits.AssertEqual(expected.Inputs, masks.Inputs);
            Bits.AssertEqual(States(expected, layer: 0), States(masks, layer: 0));
            Bits.AssertEqual(States(expected, layer: 1), States(masks, layer: 1));
        });
    }

    [Fact]
    public void A_sentence_that_is_drawn_anew_has_no_trace_of_the_one_before()
    {
        var rates = new DropoutRates(0.2, 0.3);
        var used = Drawn(rates, seed: 8);
        used.Draw(Words, new SplitMix64(9));

        Bits.AssertEqual(States(Drawn(rates, seed: 9), layer: 0), States(used, layer: 0));
    }

    private static DropoutMasks Drawn(DropoutRates rates, ulong seed, InstructionSet? instructionSet = null)
    {
        var parameters = new TrainingParameters(Shape, instructionSet ?? SimdInfo.Active);
        var masks = new DropoutMasks(parameters, rates, capacity: Words + 3);
        masks.Draw(Words, new SplitMix64(seed));
        return masks;
    }

    /// <summary>[words, hidden], without the padding.</summary>
    private static float[] States(DropoutMasks masks, int layer)
    {
        var states = masks.Outputs(layer).ToArray();
        return [.. states.Chunk(states.Length / (Words + 3)).Take(Words).SelectMany(row => row[..Shape.HiddenSize])];
    }
}
