using FastElman.Fixtures;
using FastElman.Tests.Network;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Tagging;

/// <summary>
/// The saved state of a stream of a group is that of a stream of its own: either goes on from what the other wrote.
/// </summary>
public sealed class StreamGroupStateTests
{
    private static readonly ElmanShape Shape = new(
        hiddenSize: 9, labelCount: 5, vocabularySize: 20, embeddingSize: 4, windowSize: 7);
    private static readonly int[] Words = RandomModel.Sentence(Shape, 14, seed: 1, withPadding: true);

    [Theory, EveryInstructionSet]
    public void After_every_word_it_is_the_bytes_that_a_tagging_stream_saves(InstructionSet instructionSet)
    {
        foreach (var model
            in ModelSample.Of(instructionSet).Concat(
                VariantSample.Streaming.SelectMany(variant => VariantSample.Models(variant, instructionSet))))
        {
            var words = RandomModel.Sentence(model.Shape, 12, seed: 3, withPadding: true);
            var stream = new TaggingStream(model);
            var group = new StreamGroup(model, 3);
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
            in ModelSample.WithTableAndWithout(RandomModel.Parameters(Shape, seed: 1, range: 1f), instructionSet))
        {
            var expected = ForwardRun.Of(model, Words).Labels;
            var state = new byte[new TaggingStream(model).StateByteCount];
            for (var place = 0; place <= Words.Length; place++)
            {
                var stream = new TaggingStream(model);
                var group = new StreamGroup(model, 40);
                var labels = new int[1];
                foreach (var word in Words.AsSpan(0, place))
                {
                    stream.Push(word, out _);
                    group.Tick([35], [word], labels);
                }

                group.SaveState(35, state);
                var other = new TaggingStream(model);
                other.RestoreState(state);
                Assert.Equal(expected[Math.Max(0, place - 3)..], Rest(other, place));

                stream.SaveState(state);
                group.RestoreState(7, state);
                group.Prepare();
                Assert.Equal(expected[Math.Max(0, place - 3)..], Rest(group, 7, place));
            }
        }
    }

    [Fact]
    public void A_state_that_is_refused_leaves_the_stream_where_it_was()
    {
        var model = ElmanModel.Create(RandomModel.Parameters(Shape, seed: 1, range: 1f)).Compile();
        var group = new StreamGroup(model, 2);
        foreach (var word in Words.AsSpan(0, 6))
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
        Assert.Equal(ForwardRun.Of(model, Words).Labels[3..], Rest(group, 1, 6));
    }

    private static int[] Rest(TaggingStream stream, int place)
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

    private static int[] Rest(StreamGroup group, int stream, int place)
    {
        var labels = new List<int>();
        var label = new int[1];
        foreach (var word in Words.AsSpan(place))
        {
            group.Tick([stream], [word], label);
            if (label[0] >= 0)
            {
                labels.Add(label[0]);
            }
        }

        var last = new int[group.Delay];
        labels.AddRange(last.AsSpan(0, group.Complete(stream, last)));
        return [.. labels];
    }
}
