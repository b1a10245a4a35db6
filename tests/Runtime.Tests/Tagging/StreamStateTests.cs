using FastElman.Fixtures;
using FastElman.Reference;
using FastElman.Tests.Network;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Tagging;

/// <summary>Saved states of streams: another stream goes on from them.</summary>
public sealed class StreamStateTests
{
    [Theory, EveryInstructionSet]
    public void Any_stream_goes_on_from_any_place_with_the_same_bits(InstructionSet instructionSet)
    {
        foreach (var model
            in ModelSample.WithTableAndWithout(StreamSample.Parameters(), instructionSet))
        {
            var expected = ForwardRun.Of(model, StreamSample.Words);
            for (var place = 0; place <= StreamSample.Words.Length; place++)
            {
                foreach (var prepared in new[] { false, true })
                {
                    var stream = new TaggingStream(model);
                    var state = StreamSample.StateAfter(stream, place, prepared);
                    StreamSample.AssertGoesOn(expected, stream, place);

                    // The same stream, which has had another sentence since, and is in the middle of a third.
                    StreamSample.StateAfter(stream, 11, prepared);
                    stream.RestoreState(state);
                    StreamSample.AssertGoesOn(expected, stream, place);

                    var other = new TaggingStream(model);
                    other.RestoreState(state);
                    if (prepared)
                    {
                        other.Prepare();
                    }

                    StreamSample.AssertGoesOn(expected, other, place);
                }
            }
        }
    }

    [Fact]
    public void A_stream_of_another_instruction_set_goes_on_with_the_same_labels()
    {
        var parameters = RandomModel.Parameters(StreamSample.Shape, seed: 2, range: 1f);
        var models = SimdInfo.Supported.SelectMany(
            instructionSet => ModelSample.WithTableAndWithout(parameters, instructionSet)).ToArray();
        var expected = new ReferenceNetwork(parameters).Run(StreamSample.Words).Labels;
        foreach (var from in models)
        {
            foreach (var to in models)
            {
                for (var place = 0; place <= StreamSample.Words.Length; place++)
                {
                    var stream = new TaggingStream(to);
                    stream.RestoreState(StreamSample.StateAfter(new TaggingStream(from), place, prepared: false));
                    Assert.Equal(expected[Math.Max(0, place - stream.Delay)..], StreamSample.Rest(stream, place));
                }
            }
        }
    }

    [Fact]
    public void Models_of_any_shape_save_and_restore()
    {
        foreach (var model in ModelSample.Of(SimdInfo.Active))
        {
            var words = RandomModel.Sentence(model.Shape, 12, seed: 3);
            var expected = ForwardRun.Of(model, words).Labels;
            var stream = new TaggingStream(model);
            var state = new byte[stream.StateByteCount];
            var found = new List<int>();
            foreach (var word in words)
            {
                stream.SaveState(state);
                stream = new TaggingStream(model);
                stream.RestoreState(state);
                if (stream.Push(word, out var label))
                {
                    found.Add(label);
                }
            }

            var last = new int[stream.Delay];
            found.AddRange(last.AsSpan(0, stream.Complete(last)));
            Assert.Equal(expected, found);
        }
    }

    /// <summary>What a stream itself wrote it must also take: here a state can be anything, NaN included.</summary>
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(-2e12f)]
    public void States_with_extreme_values_are_restored(float value)
    {
        foreach (var tensor in new[] { ElmanTensor.InitialState, ElmanTensor.HiddenBias })
        {
            var parameters = RandomModel.Parameters(StreamSample.Shape, seed: 4);
            parameters[tensor].Fill(value);
            foreach (var instructionSet in SimdInfo.Supported)
            {
                foreach (var model in ModelSample.WithTableAndWithout(parameters, instructionSet))
                {
                    var expected = ForwardRun.Of(model, StreamSample.Words);
                    for (var place = 0; place <= StreamSample.Words.Length; place++)
                    {
                        var stream = new TaggingStream(model);
                        stream.RestoreState(StreamSample.StateAfter(new TaggingStream(model), place, prepared: true));
                        StreamSample.AssertGoesOn(expected, stream, place);
                    }
                }
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Every_variant_goes_on_from_a_saved_state(InstructionSet instructionSet)
    {
        foreach (var model
            in VariantSample.Streaming.SelectMany(variant => VariantSample.Models(variant, instructionSet)))
        {
            var words = RandomModel.Sentence(model.Shape, 12, seed: 7, withPadding: true);
            var expected = ForwardRun.Of(model, words);
            TaggingStream[] streams = [new(model), new(model)];
            var state = new byte[streams[0].StateByteCount];
            var row = new float[model.Shape.LabelCount];
            for (var t = 0; t < words.Length; t++)
            {
                // The other stream, which is in the middle of the same sentence two words earlier, goes on from where
                // this one is.
                streams[t % 2].SaveState(state);
                streams[(t + 1) % 2].RestoreState(state);
                if (streams[(t + 1) % 2].Push(words[t], out var label, row))
                {
                    var answered = t - model.Shape.WindowReach;
                    Assert.Equal(expected.Labels[answered], label);
                    Bits.AssertEqual(
                        expected.Probabilities.AsSpan(
                            answered * row.Length, row.Length), row, $"{model.Shape}, word {answered}");
                }

                streams[(t + 1) % 2].Prepare();
            }
        }
    }
}
