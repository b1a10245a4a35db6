using System.Buffers.Binary;
using FastElman.Fixtures;
using FastElman.Reference;
using FastElman.Tagging;
using FastElman.Tests.Network;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Tagging;

/// <summary>Saved states of streams: another stream goes on from them, and damaged ones do no harm.</summary>
public sealed class StreamStateFormatTests
{
    private const int HeaderLength = 28;

    private static readonly ElmanShape Shape = new(
        hiddenSize: 9, labelCount: 5, vocabularySize: 20, embeddingSize: 4, windowSize: 7);
    private static readonly int[] Words = RandomModel.Sentence(Shape, 14, seed: 1, withPadding: true);

    [Theory, EveryInstructionSet]
    public void Any_stream_goes_on_from_any_place_with_the_same_labels_and_bits(InstructionSet instructionSet)
    {
        foreach (var model
            in ModelSample.WithTableAndWithout(RandomModel.Parameters(Shape, seed: 1, range: 1f), instructionSet))
        {
            var expected = ForwardRun.Of(model, Words);
            for (var place = 0; place <= Words.Length; place++)
            {
                foreach (var prepared in new[] { false, true })
                {
                    var stream = new TaggingStream(model);
                    var state = StateAfter(stream, place, prepared);
                    AssertGoesOn(expected, stream, place);

                    // The same stream, which has had another sentence since, and is in the middle of a third.
                    StateAfter(stream, 11, prepared);
                    stream.RestoreState(state);
                    AssertGoesOn(expected, stream, place);

                    var other = new TaggingStream(model);
                    other.RestoreState(state);
                    if (prepared)
                    {
                        other.Prepare();
                    }

                    AssertGoesOn(expected, other, place);
                }
            }
        }
    }

    [Fact]
    public void A_stream_of_another_instruction_set_goes_on_with_the_same_labels()
    {
        var parameters = RandomModel.Parameters(Shape, seed: 2, range: 1f);
        var models = SimdInfo.Supported.SelectMany(
            instructionSet => ModelSample.WithTableAndWithout(parameters, instructionSet)).ToArray();
        var expected = new ReferenceNetwork(parameters).Run(Words).Labels;
        foreach (var from in models)
        {
            foreach (var to in models)
            {
                for (var place = 0; place <= Words.Length; place++)
                {
                    var stream = new TaggingStream(to);
                    stream.RestoreState(StateAfter(new TaggingStream(from), place, prepared: false));
                    Assert.Equal(expected[Math.Max(0, place - stream.Delay)..], StreamRunFrom(stream, place));
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
    public void States_that_come_of_such_parameters_are_restored_whatever_they_hold(float value)
    {
        foreach (var tensor in new[] { ElmanTensor.InitialState, ElmanTensor.HiddenBias })
        {
            var parameters = RandomModel.Parameters(Shape, seed: 4);
            parameters[tensor].Fill(value);
            foreach (var instructionSet in SimdInfo.Supported)
            {
                foreach (var model in ModelSample.WithTableAndWithout(parameters, instructionSet))
                {
                    var expected = ForwardRun.Of(model, Words);
                    for (var place = 0; place <= Words.Length; place++)
                    {
                        var stream = new TaggingStream(model);
                        stream.RestoreState(StateAfter(new TaggingStream(model), place, prepared: true));
                        AssertGoesOn(expected, stream, place);
                    }
                }
            }
        }
    }

    /// <summary>Both have nine numbers for a state, but hidden units are not the probabilities of labels.</summary>
    [Fact]
    public void A_state_of_another_kind_of_network_is_refused()
    {
        var kinds = ((NetworkKind[])[NetworkKind.Elman, NetworkKind.Jordan]).Select(
            kind => ElmanModel.Create(
                RandomModel.Parameters(new ElmanShape(9, 9, 20, 4, 7, new NetworkVariant(kind)), seed: 1)).Compile())
                .ToArray();
        foreach (var (from, to) in ((CompiledModel, CompiledModel)[])[(kinds[0], kinds[1]), (kinds[1], kinds[0])])
        {
            var state = StateAfter(new TaggingStream(from), 6, prepared: false);
            new TaggingStream(from).RestoreState(state);
            Assert.Equal(state.Length, new TaggingStream(to).StateByteCount);
            Assert.Contains(
                "of another model", Assert.Throws<StreamStateException>(
                    () => new TaggingStream(to).RestoreState(state)).Message, StringComparison.Ordinal);
            Assert.Throws<StreamStateException>(() => new StreamGroup(to, 1).RestoreState(0, state));
        }
    }

    [Fact]
    public void The_state_of_a_jordan_network_ends_with_the_probabilities_of_the_labels()
    {
        var model = ElmanModel.Create(
            RandomModel.Parameters(
                new ElmanShape(9, 5, 20, 4, 7, new NetworkVariant(NetworkKind.Jordan)), seed: 1, range: 1f))
                .Compile();
        var state = StateAfter(new TaggingStream(model), 8, prepared: false);
        Assert.Equal(HeaderLength + (6 * sizeof(int)) + (5 * sizeof(float)), state.Length);
        var probabilities = ForwardRun.Of(model, Words).Probabilities;
        for (var label = 0; label < 5; label++)
        {
            Assert.Equal(
                probabilities[(4 * 5) + label], BinaryPrimitives.ReadSingleLittleEndian(
                    state.AsSpan(HeaderLength + (6 * sizeof(int)) + (label * sizeof(float)))));
        }
    }

    [Fact]
    public void Any_flipped_bit_is_refused_or_does_no_harm()
    {
        foreach (var place in new[] { 0, 2, 9 })
        {
            var stream = Stream();
            var state = StateAfter(stream, place, prepared: true);
            for (var bit = 0; bit < 8 * state.Length; bit++)
            {
                var damaged = state.ToArray();
                damaged[bit / 8] ^= (byte)(1 << (bit % 8));
                AssertRefusedOrHarmless(damaged);
            }
        }
    }

    [Fact]
    public void Any_other_byte_is_refused_or_does_no_harm()
    {
        var state = StateAfter(Stream(), 9, prepared: false);
        for (var at = 0; at < state.Length; at++)
        {
            foreach (var value in new byte[] { 0x00, 0x7F, 0x80, 0xFF })
            {
                var damaged = state.ToArray();
                damaged[at] = value;
                AssertRefusedOrHarmless(damaged);
            }
        }
    }

    [Fact]
    public void Any_other_length_is_refused()
    {
        var state = StateAfter(Stream(), 9, prepared: false);
        for (var length = 0; length < state.Length; length++)
        {
            AssertRefused(state[..length]);
        }

        AssertRefused([.. state, 0]);
        AssertRefused([.. state, .. state]);
    }

    [Fact]
    public void The_state_of_another_shape_is_refused()
    {
        // The second has a state of the same size: two more places in the window, two fewer hidden units.
        foreach (var (hidden, window) in new[] { (10, 7), (7, 9), (9, 5) })
        {
            var model = ElmanModel.Create(
                RandomModel.Parameters(new ElmanShape(hidden, 5, 20, 4, window), seed: 1)).Compile();
            AssertRefused(StateAfter(new TaggingStream(model), 9, prepared: false));
        }
    }

    [Fact]
    public void A_model_of_the_same_shape_refuses_the_state_of_another()
    {
        var other = RandomModel.Parameters(Shape, seed: 1, range: 1f);
        other.OutputBias[0] = MathF.BitIncrement(other.OutputBias[0]);
        AssertRefused(StateAfter(new TaggingStream(ElmanModel.Create(other).Compile()), 9, prepared: false));

        // Other words in the same network are another model too.
        var named = ElmanModel.Create(RandomModel.Parameters(Shape, seed: 1, range: 1f), RandomModel.Vocabulary(Shape));
        AssertRefused(StateAfter(new TaggingStream(named.Compile()), 9, prepared: false));
    }

    [Theory]
    [InlineData(0, 0, "not the state")]
    [InlineData(4, 10, "another model")]
    [InlineData(16, 21, "another model")]
    [InlineData(20, -1, "waiting")]
    [InlineData(20, 4, "waiting")]
    [InlineData(24, 2, "parity")]
    [InlineData(HeaderLength, -1, "word")]
    [InlineData(HeaderLength + (5 * 4), 21, "word")]
    [InlineData(HeaderLength + (6 * 4), 0x7FC00000, "hidden unit")]
    [InlineData(HeaderLength + (14 * 4), 0x7F800000, "hidden unit")]
    [InlineData(HeaderLength + (14 * 4), 0x7F7FFFFF, "hidden unit")]
    public void Impossible_numbers_are_refused_by_name(int at, int value, string what)
    {
        var state = StateAfter(Stream(), 9, prepared: false);
        BinaryPrimitives.WriteInt32LittleEndian(state.AsSpan(at), value);
        Assert.Contains(what, AssertRefused(state).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_is_written_into_its_room_alone()
    {
        var stream = Stream();
        Assert.Equal(HeaderLength + (4 * 6) + (4 * 9), stream.StateByteCount);
        Assert.Equal(stream.StateByteCount, StreamStateFormat.SizeOf(Shape));
        var state = Enumerable.Repeat((byte)0xA5, stream.StateByteCount + 3).ToArray();
        stream.SaveState(state);
        Assert.All(state[stream.StateByteCount..], guard => Assert.Equal(0xA5, guard));
        var small = Enumerable.Repeat((byte)0xA5, stream.StateByteCount - 1).ToArray();
        Assert.Throws<ArgumentException>("state", () => stream.SaveState(small));
        Assert.All(small, guard => Assert.Equal(0xA5, guard));
    }

    private static TaggingStream Stream() =>
        new(ElmanModel.Create(RandomModel.Parameters(Shape, seed: 1, range: 1f)).Compile());

    private static byte[] StateAfter(TaggingStream stream, int place, bool prepared)
    {
        stream.Reset();
        foreach (var word in Words.AsSpan(0, place))
        {
            stream.Push(word, out _);
        }

        if (prepared)
        {
            stream.Prepare();
        }

        var state = new byte[stream.StateByteCount];
        stream.SaveState(state);
        return state;
    }

    /// <summary>The labels of the words that wait and of those that follow.</summary>
    private static int[] StreamRunFrom(TaggingStream stream, int place)
    {
        var labels = new List<int>();
        foreach (var word in Words.AsSpan(place))
        {
            if (stream.Push(word, out var label))
            {
                labels.Add(label);
            }
        }

        var last = new int[stream.Delay];
        labels.AddRange(last.AsSpan(0, stream.Complete(last)));
        return [.. labels];
    }

    private static void AssertGoesOn(ForwardRun expected, TaggingStream stream, int place)
    {
        var row = new float[Shape.LabelCount];
        for (var t = place; t < Words.Length; t++)
        {
            Assert.Equal(t >= stream.Delay, stream.Push(Words[t], out var label, row));
            if (t >= stream.Delay)
            {
                Assert.Equal(expected.Labels[t - stream.Delay], label);
                Bits.AssertEqual(expected.Probabilities.AsSpan((t - stream.Delay) * row.Length, row.Length), row);
            }
        }

        var last = new int[stream.Delay];
        Assert.Equal(stream.Delay, stream.Complete(last));
        Assert.Equal(expected.Labels[^stream.Delay..], last);
    }

    /// <summary>A stream in the middle of a sentence refuses the state, and goes on as if nothing had been.</summary>
    private static StreamStateException AssertRefused(byte[] state)
    {
        var stream = Stream();
        var expected = ForwardRun.Of(stream.Model, Words);
        StateAfter(stream, 6, prepared: state.Length % 2 == 0);
        var exception = Assert.Throws<StreamStateException>(() => stream.RestoreState(state));
        AssertGoesOn(expected, stream, 6);
        return exception;
    }

    private static void AssertRefusedOrHarmless(byte[] state)
    {
        var stream = Stream();
        StateAfter(stream, 6, prepared: true);
        try
        {
            stream.RestoreState(state);
        }
        catch (StreamStateException)
        {
            AssertRefused(state);
            return;
        }

        // Whatever it is the state of now, it runs and gives labels that there are.
        Assert.All(StreamRunFrom(stream, 3), label => Assert.InRange(label, 0, Shape.LabelCount - 1));
        Assert.Equal(ForwardRun.Of(stream.Model, Words).Labels, StreamRun.Of(stream, Words).Labels);
    }
}
