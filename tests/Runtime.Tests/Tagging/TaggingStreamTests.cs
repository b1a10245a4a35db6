using FastElman.Fixtures;
using FastElman.Model;
using FastElman.Tests.Golden;
using FastElman.Tests.Network;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Tagging;

/// <summary>
/// A stream gives what the tagger gives, whose own tests hold it against the equations and against Theano.
/// </summary>
public sealed class TaggingStreamTests
{
    private static readonly ElmanShape Shape = new(
        hiddenSize: 9, labelCount: 5, vocabularySize: 20, embeddingSize: 4, windowSize: 7);

    private readonly CompiledModel _model = ElmanModel.Create(
        RandomModel.Parameters(Shape, seed: 1, range: 1f)).Compile();

    [Theory, EveryInstructionSet]
    public void Models_of_any_shape_give_the_bits_of_the_tagger(InstructionSet instructionSet)
    {
        foreach (var model in ModelSample.Of(instructionSet))
        {
            AssertLikeTagger(model, ModelSample.Sentences(model.Shape));
        }
    }

    [Theory, EveryInstructionSet]
    public void Every_kind_and_activation_that_can_stream_does_too(InstructionSet instructionSet)
    {
        foreach (var model
            in VariantSample.Streaming.SelectMany(variant => VariantSample.Models(variant, instructionSet)))
        {
            Assert.True(model.CanStream);
            AssertLikeTagger(model, VariantSample.Sentences(model.Shape));
        }
    }

    [Fact]
    public void A_model_that_needs_whole_sentences_is_refused()
    {
        foreach (var model in ModelSample.ThatNeedWholeSentences())
        {
            Assert.False(model.CanStream);
            var exception = Assert.Throws<NotSupportedException>(() => new TaggingStream(model));
            var reason = model.Decoding == LabelDecoding.ArgMax ? "Bidirectional" : model.Decoding.ToString();
            Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
            Assert.Contains(
                $"Use {nameof(Tagger)} or {nameof(BatchTagger)}", exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [EveryInstructionSet("tiny-f32", "odd", "atis", "atis-200")]
    public void Golden_models_do_too(InstructionSet instructionSet, string name)
    {
        var golden = GoldenCase.Load(name);
        foreach (var model in ModelSample.WithTableAndWithout(golden.Parameters(), instructionSet))
        {
            AssertLikeTagger(model, golden.Sentences.Select(each => each.Words));
        }
    }

    [Theory, EveryInstructionSet]
    public void A_trained_network_does_too(InstructionSet instructionSet)
    {
        var network = TrainedNetwork.Load();
        var model = ForwardRun.Model(network.Parameters, instructionSet);
        var stream = new TaggingStream(model);
        int[] found = [.. network.Sentences("test").Take(150).SelectMany(words => StreamRun.Of(stream, words).Labels)];
        Assert.Equal(network.Predictions("test")[..found.Length], found);
    }

    [Theory, EveryInstructionSet]
    public void Parameters_that_are_not_finite_give_what_they_give_the_tagger(InstructionSet instructionSet)
    {
        foreach (var value in new[] { float.NaN, float.PositiveInfinity, float.MaxValue })
        {
            foreach (var tensor in TensorNames.Tutorial)
            {
                var parameters = RandomModel.Parameters(Shape, seed: 2);
                parameters[tensor][^1] = value;
                foreach (var model in ModelSample.WithTableAndWithout(parameters, instructionSet))
                {
                    AssertLikeTagger(model, [RandomModel.Sentence(Shape, 9, seed: 2, withPadding: true)]);
                }
            }
        }
    }

    [Fact]
    public void After_complete_and_after_reset_a_sentence_begins_anew()
    {
        var stream = new TaggingStream(_model);
        var words = RandomModel.Sentence(Shape, 20, seed: 3);
        var expected = ForwardRun.Of(_model, words);
        for (var length = 0; length < 15; length++)
        {
            foreach (var prepared in new[] { false, true })
            {
                Push(stream, RandomModel.Sentence(Shape, length, seed: length), prepared);
                Assert.Equal(Math.Min(length, stream.Delay), stream.Complete(new int[stream.Delay]));
                AssertGives(expected, stream, words);

                Push(stream, RandomModel.Sentence(Shape, length, seed: length), prepared);
                stream.Reset();
                AssertGives(expected, stream, words);
            }
        }
    }

    [Fact]
    public void Streams_of_one_model_do_not_disturb_each_other()
    {
        var sentences = Enumerable.Range(0, 6).Select(i => RandomModel.Sentence(Shape, 12 + i, seed: i)).ToArray();
        var streams = sentences.Select(_ => new TaggingStream(_model)).ToArray();
        var expected = sentences.Select(words => ForwardRun.Of(_model, words).Labels).ToArray();
        for (var t = 0; t < 18; t++)
        {
            for (var i = 0; i < streams.Length; i++)
            {
                if (t < sentences[i].Length && streams[i].Push(sentences[i][t], out var label))
                {
                    Assert.Equal(expected[i][t - streams[i].Delay], label);
                }
            }
        }
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(21)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void An_index_out_of_range_leaves_everything_as_it_was(int index) => AssertUnchangedBy(stream =>
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Push(index, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Push(index, out _, new float[Shape.LabelCount]));
    });

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(6)]
    public void Probabilities_of_another_length_leave_everything_as_it_was(int length) => AssertUnchangedBy(stream =>
    {
        var probabilities = Enumerable.Repeat(77f, length).ToArray();
        var exception = Assert.Throws<ArgumentException>("probabilities", () => stream.Push(1, out _, probabilities));
        Assert.Contains(
            $"1 rows of 5 probabilities, 5 in all, found {length}.", exception.Message, StringComparison.Ordinal);
        Assert.All(probabilities, p => Assert.Equal(77f, p));
    });

    [Fact]
    public void A_completion_without_room_leaves_everything_as_it_was()
    {
        var stream = new TaggingStream(_model);
        var words = RandomModel.Sentence(Shape, 10, seed: 4);
        var expected = ForwardRun.Of(_model, words).Labels;
        Push(stream, words, prepared: true);
        int[] labels = [77, 77];
        Assert.Throws<ArgumentException>("labels", () => stream.Complete(labels));
        Assert.Throws<ArgumentException>("labels", () => stream.Complete(labels, new float[100]));
        Assert.Throws<ArgumentException>(
            "probabilities", () => stream.Complete(new int[3], new float[(3 * Shape.LabelCount) - 1]));
        Assert.Equal([77, 77], labels);

        var last = new int[3];
        Assert.Equal(3, stream.Complete(last));
        Assert.Equal(expected[^3..], last);
    }

    /// <summary>Only what waits is written.</summary>
    [Fact]
    public void A_short_sentence_needs_little_room_and_leaves_the_rest_alone()
    {
        var stream = new TaggingStream(_model);
        Assert.Equal(0, stream.Complete([]));
        var expected = ForwardRun.Of(_model, [1, 2]);
        Push(stream, [1, 2], prepared: false);
        var labels = new int[2];
        var probabilities = new GuardedBuffer(2 * Shape.LabelCount);
        Assert.Equal(2, stream.Complete(labels, probabilities.Span));
        Assert.Equal(expected.Labels, labels);
        Bits.AssertEqual(expected.Probabilities, probabilities.Span);
        probabilities.AssertGuardsUntouched();

        Push(stream, [1, 2], prepared: false);
        labels = [77, 77, 77, 77];
        Assert.Equal(2, stream.Complete(labels));
        Assert.Equal([.. expected.Labels, 77, 77], labels);
    }

    [Fact]
    public void It_says_what_it_runs_on()
    {
        foreach (var instructionSet in SimdInfo.Supported)
        {
            var model = ForwardRun.Model(RandomModel.Parameters(Shape, seed: 1), instructionSet);
            var stream = new TaggingStream(model);
            Assert.Same(model, stream.Model);
            Assert.Equal(instructionSet, stream.InstructionSet);
            Assert.Equal(3, stream.Delay);
        }

        Assert.Throws<ArgumentNullException>(() => new TaggingStream(null!));
    }

    private static void AssertLikeTagger(CompiledModel model, IEnumerable<int[]> sentences)
    {
        var stream = new TaggingStream(model);
        var tagger = new Tagger(model);
        var random = new Random(1);
        foreach (var words in sentences)
        {
            var expected = ModelSample.Labels(tagger, words);
            Assert.Equal(expected, StreamRun.Of(stream, words).Labels);
            Assert.Equal(expected, StreamRun.Of(stream, words, random).Labels);

            var labels = new int[words.Length];
            var probabilities = new float[words.Length * model.Shape.LabelCount];
            tagger.Tag(words, labels, probabilities);
            Assert.Equal(expected, labels);
            var run = StreamRun.Of(stream, words, random, withProbabilities: true);
            Assert.Equal(expected, run.Labels);
            Bits.AssertEqual(probabilities, run.Probabilities, $"{model.Shape}, {words.Length} words");
        }
    }

    /// <summary>Does something at every place of a sentence: the answers are those without it.</summary>
    private void AssertUnchangedBy(Action<TaggingStream> failingCall)
    {
        var words = RandomModel.Sentence(Shape, 12, seed: 5);
        var expected = ForwardRun.Of(_model, words).Labels;
        foreach (var prepared in new[] { false, true })
        {
            var stream = new TaggingStream(_model);
            var labels = new List<int>();
            foreach (var word in words)
            {
                failingCall(stream);
                if (prepared)
                {
                    stream.Prepare();
                    failingCall(stream);
                }

                if (stream.Push(word, out var label))
                {
                    labels.Add(label);
                }
            }

            failingCall(stream);
            var last = new int[3];
            stream.Complete(last);
            Assert.Equal(expected, labels.Concat(last));
        }
    }

    private static void Push(TaggingStream stream, ReadOnlySpan<int> words, bool prepared)
    {
        foreach (var word in words)
        {
            stream.Push(word, out _);
            if (prepared)
            {
                stream.Prepare();
            }
        }
    }

    private static void AssertGives(ForwardRun expected, TaggingStream stream, int[] words)
    {
        var run = StreamRun.Of(stream, words, withProbabilities: true);
        Assert.Equal(expected.Labels, run.Labels);
        Bits.AssertEqual(expected.Probabilities, run.Probabilities);
    }
}
