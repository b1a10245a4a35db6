using FastElman.Fixtures;
using FastElman.Tests.Golden;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Inference;

/// <summary>Every stream of a group gives what the tagger gives, whatever the others do.</summary>
public sealed class StreamGroupTests
{
    private static readonly ElmanShape Shape = new(hiddenSize: 9, labelCount: 5, vocabularySize: 20, embeddingSize: 4, windowSize: 7);

    private readonly ElmanModel _model = ElmanModel.Create(RandomModel.Parameters(Shape, seed: 1, range: 1f));

    [Theory, EveryInstructionSet]
    public void Models_of_any_shape_give_the_labels_of_the_tagger(InstructionSet instructionSet)
    {
        foreach (var model in ModelSample.Of(instructionSet))
        {
            AssertLikeTagger(new StreamGroup(model, 5), [.. ModelSample.Sentences(model.Shape)], new Random(1));
        }
    }

    [Theory]
    [EveryInstructionSet("tiny-f32", "odd", "atis", "atis-200")]
    public void Golden_models_do_too(InstructionSet instructionSet, string name)
    {
        var golden = GoldenCase.Load(name);
        foreach (var model in ModelSample.WithTableAndWithout(golden.Parameters(), instructionSet))
        {
            AssertLikeTagger(new StreamGroup(model, 40), [.. golden.Sentences.Select(each => each.Words)], new Random(2));
        }
    }

    [Theory, EveryInstructionSet]
    public void A_trained_network_does_too(InstructionSet instructionSet)
    {
        var network = TrainedNetwork.Load();
        var group = new StreamGroup(ForwardRun.Model(network.Parameters, instructionSet), 50);
        AssertLikeTagger(group, [.. network.Sentences("test").Take(150)], new Random(3));
    }

    /// <summary>Fewer streams than rows of a product, one tile, one more and one less, and several.</summary>
    [Theory]
    [EveryInstructionSet(1, 2, 3, 4, 5, 31, 32, 33, 64, 65, 100)]
    public void Groups_of_any_size_do_too(InstructionSet instructionSet, int capacity)
    {
        foreach (var model in ModelSample.WithTableAndWithout(RandomModel.Parameters(Shape, seed: 2, range: 1f), instructionSet))
        {
            var random = new Random(capacity);
            int[][] sentences = [.. Enumerable.Range(0, (2 * capacity) + 10).Select(i => RandomModel.Sentence(Shape, random.Next(20), seed: i, withPadding: true))];
            AssertLikeTagger(new StreamGroup(model, capacity), sentences, random);
        }
    }

    [Theory, EveryInstructionSet]
    public void Parameters_that_are_not_finite_give_what_they_give_the_tagger(InstructionSet instructionSet)
    {
        foreach (var tensor in ElmanTensorNames.All)
        {
            var parameters = RandomModel.Parameters(Shape, seed: 2);
            parameters[tensor][^1] = float.NaN;
            foreach (var model in ModelSample.WithTableAndWithout(parameters, instructionSet))
            {
                AssertLikeTagger(new StreamGroup(model, 3), [.. ModelSample.Sentences(Shape)], new Random(4));
            }
        }
    }

    [Fact]
    public void After_reset_a_sentence_begins_anew_and_the_other_streams_go_on()
    {
        var group = new StreamGroup(_model, 2);
        var words = RandomModel.Sentence(Shape, 12, seed: 6);
        var expected = ForwardRun.Of(_model, words).Labels;
        foreach (var word in words.AsSpan(0, 6))
        {
            group.Tick([0, 1], [word, 1], new int[2]);
        }

        group.Reset(1);
        var labels = new int[2];
        for (var t = 6; t < words.Length; t++)
        {
            group.Tick([1, 0], [words[t - 6], words[t]], labels);
            Assert.Equal(t < 9 ? -1 : expected[t - 9], labels[0]);
            Assert.Equal(expected[t - 3], labels[1]);
        }
    }

    [Fact]
    public void A_tick_without_streams_does_nothing() => AssertUnchangedBy(group => group.Tick([], [], []));

    [Fact]
    public void Spans_of_other_lengths_leave_everything_as_it_was() => AssertUnchangedBy(group =>
    {
        Assert.Throws<ArgumentException>("words", () => group.Tick([0, 1], [1], new int[2]));
        Assert.Throws<ArgumentException>("words", () => group.Tick([0, 1], [1, 2, 3], new int[2]));
        Assert.Throws<ArgumentException>("words", () => group.Tick([0, 1], [1, 2], new int[1]));
        Assert.Throws<ArgumentException>("words", () => group.Tick([], [1], new int[1]));
    });

    [Theory]
    [InlineData(-2)]
    [InlineData(21)]
    [InlineData(int.MaxValue)]
    public void A_word_out_of_range_leaves_everything_as_it_was(int word) => AssertUnchangedBy(group =>
    {
        int[] labels = [77, 77, 77];
        Assert.Throws<ArgumentOutOfRangeException>(() => group.Tick([0, 1, 2], [1, 2, word], labels));
        Assert.Equal([77, 77, 77], labels);
    });

    [Theory]
    [InlineData(-1)]
    [InlineData(40)]
    [InlineData(int.MinValue)]
    public void A_stream_that_does_not_exist_leaves_everything_as_it_was(int number) => AssertUnchangedBy(group =>
    {
        int[] labels = [77, 77, 77];
        Assert.Throws<ArgumentOutOfRangeException>("stream", () => group.Tick([0, 1, number], [1, 2, 3], labels));
        Assert.Throws<ArgumentOutOfRangeException>("stream", () => group.Complete(number, labels));
        Assert.Throws<ArgumentOutOfRangeException>("stream", () => group.Reset(number));
        Assert.Equal([77, 77, 77], labels);
    });

    [Fact]
    public void A_stream_that_stands_twice_leaves_everything_as_it_was() => AssertUnchangedBy(group =>
    {
        int[] labels = [77, 77, 77];
        Assert.Contains("stream 3", Assert.Throws<ArgumentException>("streams", () => group.Tick([3, 1, 3], [1, 2, 3], labels)).Message, StringComparison.Ordinal);
        Assert.Equal([77, 77, 77], labels);
    });

    [Fact]
    public void A_completion_without_room_leaves_everything_as_it_was()
    {
        var group = new StreamGroup(_model, 1);
        var words = RandomModel.Sentence(Shape, 9, seed: 7);
        foreach (var word in words)
        {
            group.Tick([0], [word], new int[1]);
        }

        int[] labels = [77, 77];
        Assert.Throws<ArgumentException>("labels", () => group.Complete(0, labels));
        Assert.Equal([77, 77], labels);
        labels = [77, 77, 77, 77];
        Assert.Equal(3, group.Complete(0, labels));
        Assert.Equal([.. ForwardRun.Of(_model, words).Labels[^3..], 77], labels);
    }

    [Fact]
    public void It_says_what_it_runs_on_and_how_many_streams_it_has()
    {
        foreach (var instructionSet in SimdInfo.Supported)
        {
            var model = ForwardRun.Model(RandomModel.Parameters(Shape, seed: 1), instructionSet);
            var group = new StreamGroup(model, 17);
            Assert.Same(model, group.Model);
            Assert.Equal(instructionSet, group.InstructionSet);
            Assert.Equal((17, 3), (group.Capacity, group.Delay));
        }

        Assert.Throws<ArgumentNullException>(() => new StreamGroup(null!, 1));
        Assert.Throws<ArgumentOutOfRangeException>("capacity", () => new StreamGroup(_model, 0));
        Assert.Throws<ArgumentOutOfRangeException>("capacity", () => new StreamGroup(_model, -1));
    }

    /// <summary>
    /// Gives the sentences to the streams as these become free. At every tick a random part of the streams takes a word, in random order,
    /// so that they are never at the same place.
    /// </summary>
    private static void AssertLikeTagger(StreamGroup group, int[][] sentences, Random random)
    {
        var tagger = new Tagger(group.Model);
        var expected = sentences.Select(words => ModelSample.Labels(tagger, words)).ToArray();
        var found = sentences.Select(_ => new List<int>()).ToArray();
        var current = Enumerable.Repeat(-1, group.Capacity).ToArray();
        var place = new int[group.Capacity];
        var next = 0;
        var done = 0;
        var order = Enumerable.Range(0, group.Capacity).ToArray();
        var last = new int[group.Delay];
        while (done < sentences.Length)
        {
            var ticking = new List<int>();
            random.Shuffle(order);
            foreach (var stream in order)
            {
                if (current[stream] < 0 && next < sentences.Length && random.Next(3) > 0)
                {
                    (current[stream], place[stream]) = (next++, 0);
                }

                if (current[stream] >= 0 && place[stream] == sentences[current[stream]].Length)
                {
                    var written = group.Complete(stream, last);
                    found[current[stream]].AddRange(last.AsSpan(0, written));
                    current[stream] = -1;
                    done++;
                }
                else if (current[stream] >= 0 && random.Next(5) > 0)
                {
                    ticking.Add(stream);
                }
            }

            var labels = new int[ticking.Count];
            group.Tick(ticking.ToArray(), [.. ticking.Select(stream => sentences[current[stream]][place[stream]])], labels);
            for (var i = 0; i < labels.Length; i++)
            {
                var stream = ticking[i];
                Assert.Equal(place[stream]++ >= group.Delay, labels[i] >= 0);
                if (labels[i] >= 0)
                {
                    found[current[stream]].Add(labels[i]);
                }
            }
        }

        for (var i = 0; i < sentences.Length; i++)
        {
            Assert.Equal(expected[i], found[i]);
        }
    }

    /// <summary>Does something between all ticks of forty streams: the answers are those without it.</summary>
    private void AssertUnchangedBy(Action<StreamGroup> call)
    {
        const int streams = 40;
        var group = new StreamGroup(_model, streams);
        var sentences = Enumerable.Range(0, streams).Select(i => RandomModel.Sentence(Shape, 10, seed: i)).ToArray();
        var expected = sentences.Select(words => ForwardRun.Of(_model, words).Labels).ToArray();
        int[] all = [.. Enumerable.Range(0, streams)];
        var labels = new int[streams];
        for (var t = 0; t < 10; t++)
        {
            call(group);
            group.Tick(all, [.. sentences.Select(words => words[t])], labels);
            Assert.Equal(expected.Select(each => t < 3 ? -1 : each[t - 3]), labels);
        }

        foreach (var stream in all)
        {
            call(group);
            var last = new int[3];
            Assert.Equal(3, group.Complete(stream, last));
            Assert.Equal(expected[stream][^3..], last);
        }
    }
}
