using System.Buffers.Binary;
using FastElman.Fixtures;
using FastElman.Tagging;
using FastElman.Tests.Network;

namespace FastElman.Tests.Tagging;

/// <summary>The bytes of a saved state: what they are, and that damaged ones are refused or do no harm.</summary>
public sealed class StreamStateFormatTests
{
    private const int HeaderLength = 28;

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
            var state = StreamSample.StateAfter(new TaggingStream(from), 6, prepared: false);
            new TaggingStream(from).RestoreState(state);
            Assert.Equal(state.Length, new TaggingStream(to).StateByteCount);
            Assert.Contains(
                "of another model", Assert.Throws<StreamStateException>(
                    () => new TaggingStream(to).RestoreState(state)).Message, StringComparison.Ordinal);
            Assert.Throws<StreamStateException>(() => OpenStreams.Of(to, 1).RestoreState(0, state));
        }
    }

    [Fact]
    public void A_Jordan_state_ends_with_the_label_probabilities()
    {
        var model = ElmanModel.Create(
            RandomModel.Parameters(
                new ElmanShape(9, 5, 20, 4, 7, new NetworkVariant(NetworkKind.Jordan)), seed: 1, range: 1f))
                .Compile();
        var state = StreamSample.StateAfter(new TaggingStream(model), 8, prepared: false);
        Assert.Equal(HeaderLength + (6 * sizeof(int)) + (5 * sizeof(float)), state.Length);
        var probabilities = ForwardRun.Of(model, StreamSample.Words).Probabilities;
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
            var stream = StreamSample.Create();
            var state = StreamSample.StateAfter(stream, place, prepared: true);
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
        var state = StreamSample.StateAfter(StreamSample.Create(), 9, prepared: false);
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
        var state = StreamSample.StateAfter(StreamSample.Create(), 9, prepared: false);
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
            AssertRefused(StreamSample.StateAfter(new TaggingStream(model), 9, prepared: false));
        }
    }

    [Fact]
    public void A_model_of_the_same_shape_refuses_the_state_of_another()
    {
        var other = StreamSample.Parameters();
        other.OutputBias[0] = MathF.BitIncrement(other.OutputBias[0]);
        var stream = new TaggingStream(ElmanModel.Create(other).Compile());
        AssertRefused(StreamSample.StateAfter(stream, 9, prepared: false));

        // Other words in the same network are another model too.
        var named = ElmanModel.Create(StreamSample.Parameters(), RandomModel.Vocabulary(StreamSample.Shape));
        AssertRefused(StreamSample.StateAfter(new TaggingStream(named.Compile()), 9, prepared: false));
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
        var state = StreamSample.StateAfter(StreamSample.Create(), 9, prepared: false);
        BinaryPrimitives.WriteInt32LittleEndian(state.AsSpan(at), value);
        Assert.Contains(what, AssertRefused(state).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_is_written_into_its_room_alone()
    {
        var stream = StreamSample.Create();
        Assert.Equal(HeaderLength + (4 * 6) + (4 * 9), stream.StateByteCount);
        Assert.Equal(stream.StateByteCount, StreamStateFormat.SizeOf(StreamSample.Shape));
        var state = Enumerable.Repeat((byte)0xA5, stream.StateByteCount + 3).ToArray();
        stream.SaveState(state);
        Assert.All(state[stream.StateByteCount..], guard => Assert.Equal(0xA5, guard));
        var small = Enumerable.Repeat((byte)0xA5, stream.StateByteCount - 1).ToArray();
        Assert.Throws<ArgumentException>("state", () => stream.SaveState(small));
        Assert.All(small, guard => Assert.Equal(0xA5, guard));
    }

    /// <summary>A stream in the middle of a sentence refuses the state, and goes on as if nothing had been.</summary>
    private static StreamStateException AssertRefused(byte[] state)
    {
        var stream = StreamSample.Create();
        var expected = ForwardRun.Of(stream.Model, StreamSample.Words);
        StreamSample.StateAfter(stream, 6, prepared: state.Length % 2 == 0);
        var exception = Assert.Throws<StreamStateException>(() => stream.RestoreState(state));
        StreamSample.AssertGoesOn(expected, stream, 6);
        return exception;
    }

    private static void AssertRefusedOrHarmless(byte[] state)
    {
        var stream = StreamSample.Create();
        StreamSample.StateAfter(stream, 6, prepared: true);
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
        Assert.All(StreamSample.Rest(stream, 3), label => Assert.InRange(label, 0, StreamSample.Shape.LabelCount - 1));
        Assert.Equal(
            ForwardRun.Of(stream.Model, StreamSample.Words).Labels, StreamRun.Of(stream, StreamSample.Words).Labels);
    }
}
