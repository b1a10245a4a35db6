using FastElman.Fixtures;
using FastElman.Model;
using FastElman.Tests.Network;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Tagging;

/// <summary>
/// Sentences of more than a thousand words: a stream keeps a bounded number of words, and moves its window when their
/// place is full. Every answer is that of the tagger, bit for bit.
/// </summary>
public sealed class LongStreamTests
{
    /// <summary>Around the words that a stream keeps, several times as many, and short ones in between.</summary>
    private static readonly int[] Lengths = [1100, 3, 255, 256, 257, 1, 515, 0, 1024];

    [Theory]
    [EveryInstructionSet(1, 3, 7, 19)]
    public void A_stream_gives_what_the_tagger_gives(InstructionSet instructionSet, int window)
    {
        foreach (var model in Models(instructionSet, window))
        {
            AssertLikeTagger(model, prepare: null);
            AssertLikeTagger(model, prepare: new Random(window));
        }
    }

    [Theory]
    [EveryInstructionSet(1, 7)]
    public void A_stream_of_a_group_does_too(InstructionSet instructionSet, int window)
    {
        foreach (var model in Models(instructionSet, window))
        {
            StreamGroupRun.AssertLikeTagger(
                new StreamGroup(model, 4), [.. Lengths.Select(length => Words(model, length))], new Random(window));
        }
    }

    /// <summary>A sentence that is given up anywhere, before and behind a move of the window.</summary>
    [Theory]
    [EveryInstructionSet(3, 9)]
    public void A_reset_stream_begins_anew(InstructionSet instructionSet, int window)
    {
        foreach (var model in Models(instructionSet, window))
        {
            var words = Words(model, 600);
            var expected = ForwardRun.Of(model, words.AsSpan(0, 40));
            var stream = new TaggingStream(model);
            for (var place = 0; place < words.Length; place += place is > 240 and < 275 ? 1 : 60)
            {
                foreach (var word in words.AsSpan(0, place))
                {
                    stream.Push(word, out _);
                }

                if (place % 2 == 0)
                {
                    stream.Prepare();
                }

                stream.Reset();
                var found = StreamRun.Of(stream, words.AsSpan(0, 40), withProbabilities: true);
                Assert.Equal(expected.Labels, found.Labels);
                Bits.AssertEqual(expected.Probabilities, found.Probabilities, $"reset after {place} words");
            }
        }
    }

    /// <summary>A state saved where the window has moved any number of times.</summary>
    [Theory]
    [EveryInstructionSet(3, 9)]
    public void A_stream_is_saved_and_restored_at_any_place(InstructionSet instructionSet, int window)
    {
        foreach (var model in Models(instructionSet, window))
        {
            var words = Words(model, 700);
            var expected = ForwardRun.Of(model, words).Labels;
            var (stream, group) = (new TaggingStream(model), OpenStreams.Of(model, 2));
            var state = new byte[stream.StateByteCount];
            var (label, labels) = (new int[1], new List<int>());
            for (var t = 0; t < words.Length; t++)
            {
                // From the stream to the group and back, at every word for a while, and now and then.
                if (t % 50 == 0 || t is > 240 and < 275 or > 495 and < 525)
                {
                    stream.SaveState(state);
                    group.RestoreState(1, state);
                    group.Prepare();
                    group.Tick([1], [words[t]], label);
                    group.SaveState(1, state);
                    stream.Prepare();
                    stream.RestoreState(state);
                }
                else
                {
                    stream.Push(words[t], out label[0]);
                }

                if (label[0] >= 0)
                {
                    labels.Add(label[0]);
                }
            }

            Assert.Equal(expected[..^stream.Delay], labels);
        }
    }

    private static void AssertLikeTagger(CompiledModel model, Random? prepare)
    {
        var stream = new TaggingStream(model);
        foreach (var length in Lengths)
        {
            var words = Words(model, length);
            var expected = ForwardRun.Of(model, words);
            var found = StreamRun.Of(stream, words, prepare, withProbabilities: true);
            Assert.Equal(expected.Labels, found.Labels);
            Bits.AssertEqual(expected.Probabilities, found.Probabilities, $"{model.Shape}, {length} words");
        }
    }

    private static int[] Words(CompiledModel model, int length) =>
        RandomModel.Sentence(model.Shape, length, seed: length, withPadding: true);

    private static IEnumerable<CompiledModel> Models(InstructionSet instructionSet, int window) =>
        ((NetworkVariant[])[NetworkVariant.Tutorial, new NetworkVariant(NetworkKind.Jordan)]).SelectMany(
            variant => ModelSample.WithTableAndWithout(
                RandomModel.Parameters(new ElmanShape(9, 5, 20, 4, window, variant), seed: window, range: 1f),
                instructionSet));
}
