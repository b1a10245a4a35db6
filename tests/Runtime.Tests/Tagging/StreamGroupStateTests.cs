using FastElman.Fixtures;
using FastElman.Tests.Network;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Tagging;

/// <summary>
/// The saved state of a stream of a group is that of a stream of its own: either goes on from what the other wrote.
/// </summary>
public sealed class StreamGroupStateTests
{
    [Theory, EveryInstructionSet]
    public void After_every_word_it_is_the_bytes_that_a_tagging_stream_saves(InstructionSet instructionSet)
    {
        foreach (var model
            in ModelSample.Of(instructionSet).Concat(
                VariantSample.Streaming.SelectMany(variant => VariantSample.Models(variant, instructionSet))))
        {
            var words = RandomModel.Sentence(model.Shape, 12, seed: 3, withPadding: true);
            var stream = new TaggingStream(model);
            var group = OpenStreams.Of(model, 3);
            var (expected, found) = (new byte[stream.StateByteCount], new byte[group.StateByteCount]);
            for (var t = 0; t < words.Length; t++)
            {
                if (t % 3 == 0)
                {
                    group.Prepare();
                }

                stream.SaveState(expected);
                group.SaveState(1, found);
                Assert.Equal(expected, found);
                stream.Push(words[t], out _);
                group.Tick([1], [words[t]], new int[1]);
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Either_goes_on_where_the_other_stopped(InstructionSet instructionSet)
    {
        foreach (var model
            in ModelSample.WithTableAndWithout(StreamSample.Parameters(), instructionSet))
        {
            var expected = ForwardRun.Of(model, StreamSample.Words).Labels;
            var state = new byte[new TaggingStream(model).StateByteCount];
            for (var place = 0; place <= StreamSample.Words.Length; place++)
            {
                var stream = new TaggingStream(model);
                var group = OpenStreams.Of(model, 40);
                var labels = new int[1];
                foreach (var word in StreamSample.Words.AsSpan(0, place))
                {
                    stream.Push(word, out _);
                    group.Tick([35], [word], labels);
                }

                group.SaveState(35, state);
                var other = new TaggingStream(model);
                other.RestoreState(state);
                Assert.Equal(expected[Math.Max(0, place - 3)..], StreamSample.Rest(other, place));

                stream.SaveState(state);
                group.RestoreState(7, state);
                group.Prepare();
                Assert.Equal(expected[Math.Max(0, place - 3)..], StreamSample.Rest(group, 7, place));
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void A_prepared_stream_goes_on_from_what_is_restored(InstructionSet instructionSet)
    {
        foreach (var model in ModelSample.WithTableAndWithout(StreamSample.Parameters(), instructionSet))
        {
            var whole = ForwardRun.Of(model, StreamSample.Words);
            var expected = whole.Labels;
            var row = new float[model.Shape.LabelCount];
            for (var place = 0; place <= StreamSample.Words.Length; place++)
            {
                var group = OpenStreams.Of(model, 3);
                var state = StreamSample.StateAfter(new TaggingStream(model), place, prepared: true);
                PrepareAnother(group);
                group.RestoreState(1, state);
                Assert.Equal(expected[Math.Max(0, place - 3)..], StreamSample.Rest(group, 1, place));

                // The label may be the same whatever was prepared.
                PrepareAnother(group);
                group.RestoreState(1, state);
                if (place >= group.Delay && place < StreamSample.Words.Length)
                {
                    group.Tick([1], [StreamSample.Words[place]], new int[1], row);
                    Bits.AssertEqual(
                        whole.Probabilities.AsSpan((place - group.Delay) * row.Length, row.Length), row);
                }
            }
        }
    }

    [Fact]
    public void A_state_that_is_refused_leaves_the_stream_where_it_was()
    {
        var model = ElmanModel.Create(StreamSample.Parameters()).Compile();
        var group = OpenStreams.Of(model, 2);
        foreach (var word in StreamSample.Words.AsSpan(0, 6))
        {
            group.Tick([1], [word], new int[1]);
        }

        group.Prepare();
        var state = new byte[group.StateByteCount];
        group.SaveState(1, state);
        state[0] ^= 1;
        Assert.Throws<StreamStateException>(() => group.RestoreState(1, state));
        Assert.Throws<StreamStateException>(() => group.RestoreState(1, state.AsSpan(1)));
        Assert.Throws<ArgumentException>("state", () => group.SaveState(1, state.AsSpan(1)));
        Assert.Equal(ForwardRun.Of(model, StreamSample.Words).Labels[3..], StreamSample.Rest(group, 1, 6));
    }

    /// <summary>Brings a stream into the middle of another sentence.</summary>
    private static void PrepareAnother(StreamGroup group)
    {
        foreach (var word in StreamSample.Words.AsSpan(2, 9))
        {
            group.Tick([1], [word], new int[1]);
        }

        group.Prepare();
    }
}
