using FastElman.Fixtures;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Tagging;

/// <summary>Words that the vocabulary does not have, in a model with subwords: live streams.</summary>
public sealed class UnknownWordStreamTests
{
    [Theory, EveryInstructionSet]
    public void A_stream_has_the_labels_of_a_model_that_knows_its_words(InstructionSet instructionSet)
    {
        foreach (var (sample, model, longer) in Models(instructionSet))
        {
            var other = new Tagger(longer);
            var stream = new TaggingStream(model);
            foreach (var isPrepared in (bool[])[false, true])
            {
                for (var i = 0; i < sample.Sentences.Length; i++)
                {
                    var expected = UnknownWordSample.Labels(other, sample.Indices[i]);
                    Assert.Equal(expected, Run(stream, sample.Sentences[i], isPrepared));
                }
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void A_group_has_the_labels_and_the_confidence_of_a_model_that_knows_its_words(
        InstructionSet instructionSet)
    {
        foreach (var (sample, model, longer) in Models(instructionSet))
        {
            var other = new Tagger(longer);
            foreach (var isPrepared in (bool[])[false, true])
            {
                var group = OpenStreams.Of(model, sample.Sentences.Length);
                var (labels, confidence) = Run(group, sample.Sentences, isPrepared);
                for (var i = 0; i < sample.Sentences.Length; i++)
                {
                    var (right, probabilities) =
                        (new int[sample.Indices[i].Length], new float[sample.Indices[i].Length]);
                    other.TagWithConfidence(sample.Indices[i], right, probabilities);
                    Assert.Equal(right, labels[i]);
                    Bits.AssertEqual(probabilities, [.. confidence[i]], $"{instructionSet}, {sample.Model}");
                }
            }
        }
    }

    /// <summary>At every place: the window may hold unknown words at each of its places.</summary>
    [Theory, EveryInstructionSet]
    public void A_saved_state_goes_on_in_any_other_stream(InstructionSet instructionSet)
    {
        foreach (var (sample, model, longer) in Models(instructionSet))
        {
            var sentence = sample.Sentences[^2];
            var expected = UnknownWordSample.Labels(new Tagger(longer), sample.Indices[^2]);
            var stream = new TaggingStream(model);
            var group = OpenStreams.Of(model, 3);
            var state = new byte[stream.StateByteCount];
            var found = new List<string>();
            for (var i = 0; i < sentence.Length; i++)
            {
                stream.SaveState(state);
                if (i % 2 == 0)
                {
                    // Once through a group, whose streams have other places for their words.
                    group.RestoreState(2, state);
                    group.SaveState(2, state);
                    stream = new TaggingStream(model);
                }
                else
                {
                    // The same stream, which has had other words since.
                    stream.Push("something", out _);
                    stream.Push("else", out _);
                }

                stream.RestoreState(state);
                if (stream.Push(sentence[i], out var label))
                {
                    found.Add(label);
                }
            }

            var last = new string[stream.Delay];
            found.AddRange(last[..stream.Complete(last)]);
            Assert.Equal(expected, found);
        }
    }

    [Fact]
    public void A_state_is_the_same_wherever_the_stream_runs()
    {
        var sample = UnknownWordSample.Of(NetworkVariant.Tutorial, 7);
        var model = sample.Model.Compile();
        var (stream, group) = (new TaggingStream(model), OpenStreams.Of(model, 4));
        var (state, other) = (new byte[stream.StateByteCount], new byte[group.StateByteCount]);
        foreach (var word in sample.Sentences[^3])
        {
            stream.Push(word, out _);
            group.Tick([3], [group.GetWordIndex(3, word)], new int[1]);
            stream.SaveState(state);
            group.SaveState(3, other);
            Assert.Equal(state, other);
        }
    }

    [Fact]
    public void A_state_with_a_word_at_another_place_is_refused()
    {
        var sample = UnknownWordSample.Of(NetworkVariant.Tutorial, 7);
        var stream = new TaggingStream(sample.Model.Compile());
        stream.Push("Lisbon", out _);
        var state = new byte[stream.StateByteCount];
        stream.SaveState(state);
        const int firstRow = 4 + 16 + 8;
        var place = Enumerable.Range(0, 6).First(i => BitConverter.ToInt32(state, firstRow + (4 * i)) > 20);
        Assert.Equal(21 + place, BitConverter.ToInt32(state, firstRow + (4 * place)));
        foreach (var wrong in (int[])[21 + place - 1, 21 + place + 1, 28, int.MaxValue, -1])
        {
            BitConverter.TryWriteBytes(state.AsSpan(firstRow + (4 * place)), wrong);
            Assert.Throws<StreamStateException>(() => stream.RestoreState(state));
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(1e13f)]
    public void A_state_with_an_impossible_embedding_is_refused(float value)
    {
        var stream = new TaggingStream(UnknownWordSample.Of(NetworkVariant.Tutorial, 3).Model.Compile());
        var state = new byte[stream.StateByteCount];
        stream.SaveState(state);
        BitConverter.TryWriteBytes(state.AsSpan(state.Length - 4), value);
        Assert.Throws<StreamStateException>(() => stream.RestoreState(state));
    }

    [Fact]
    public void A_state_with_an_embedding_for_a_known_word_is_refused()
    {
        var stream = new TaggingStream(UnknownWordSample.Of(NetworkVariant.Tutorial, 3).Model.Compile());
        var state = new byte[stream.StateByteCount];
        stream.SaveState(state);
        stream.RestoreState(state);
        state[^1] = 0x80;
        Assert.Throws<StreamStateException>(() => stream.RestoreState(state));
    }

    [Fact]
    public void A_group_refuses_an_unknown_word_of_another_stream()
    {
        var group = OpenStreams.Of(UnknownWordSample.Of(NetworkVariant.Tutorial, 3).Model.Compile(), 2);
        var word = group.GetWordIndex(0, "Lisbon");
        Assert.Throws<ArgumentOutOfRangeException>(() => group.Tick([1], [word], new int[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => group.Tick([0], [word + 1], new int[1]));
        group.Close(0);
        var next = group.Open();
        Assert.Equal(0, group.GetIndex(next));
        Assert.Throws<ArgumentOutOfRangeException>(() => group.Tick([next], [word], new int[1]));
    }

    [Fact]
    public void An_index_of_an_unknown_word_is_for_one_step()
    {
        var model = UnknownWordSample.Of(NetworkVariant.Tutorial, 3).Model.Compile();
        var (stream, group) = (new TaggingStream(model), OpenStreams.Of(model, 1));
        var (state, labels) = (new byte[stream.StateByteCount], new int[1]);
        stream.SaveState(state);
        var ofStream = stream.GetWordIndex("Lisbon");
        stream.Push(ofStream, out int _);
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Push(ofStream, out int _));
        ofStream = stream.GetWordIndex("Lisbon");
        stream.Reset();
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Push(ofStream, out int _));
        ofStream = stream.GetWordIndex("Lisbon");
        stream.RestoreState(state);
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Push(ofStream, out int _));
        ofStream = stream.GetWordIndex("Lisbon");
        stream.Push("porto", out _);
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Push(ofStream, out int _));

        var inGroup = group.GetWordIndex(0, "Lisbon");
        group.Tick([0], [inGroup], labels);
        Assert.Throws<ArgumentOutOfRangeException>(() => group.Tick([0], [inGroup], labels));
        inGroup = group.GetWordIndex(0, "Lisbon");
        group.Reset(0);
        Assert.Throws<ArgumentOutOfRangeException>(() => group.Tick([0], [inGroup], labels));
        inGroup = group.GetWordIndex(0, "Lisbon");
        group.RestoreState(0, state);
        Assert.Throws<ArgumentOutOfRangeException>(() => group.Tick([0], [inGroup], labels));
    }

    [Fact]
    public void A_refused_word_of_a_tick_is_named_by_its_place()
    {
        var group = OpenStreams.Of(UnknownWordSample.Of(NetworkVariant.Tutorial, 3).Model.Compile(), 3);
        var e = Assert.Throws<ArgumentOutOfRangeException>(
            () => group.Tick([0, 1, 2], [1, group.GetWordIndex(1, "Lisbon"), 30], new int[3]));
        Assert.Contains("position 2", e.Message);
    }

    [Fact]
    public void A_stream_takes_no_index_behind_the_padding_word()
    {
        var stream = new TaggingStream(UnknownWordSample.Of(NetworkVariant.Tutorial, 3).Model.Compile());
        stream.Push("Lisbon", out _);
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Push(21, out int _));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.PushWithConfidence(21, out _, out _));
    }

    [Fact]
    public void Words_of_a_group_are_those_of_the_vocabulary_where_there_are_no_subwords()
    {
        var shape = new ElmanShape(3, 2, 5, 4, 1);
        var model = ElmanModel.Create(RandomModel.Parameters(shape, seed: 1), RandomModel.Vocabulary(shape)).Compile();
        var group = OpenStreams.Of(model, 1);
        Assert.Equal(2, group.GetWordIndex(0, RandomModel.Word(2)));
        Assert.Equal(4, group.GetWordIndex(0, "unheard-of"));
        Assert.Throws<ArgumentOutOfRangeException>(() => group.GetWordIndex(1, "a"));
        var nameless = OpenStreams.Of(ElmanModel.Create(RandomModel.Parameters(shape, seed: 1)).Compile(), 1);
        Assert.Throws<InvalidOperationException>(() => nameless.GetWordIndex(0, "a"));
    }

    [Theory, EveryInstructionSet]
    public void Unknown_words_of_streams_allocate_nothing_once_there_was_one(InstructionSet instructionSet)
    {
        var sample = UnknownWordSample.Of(NetworkVariant.Tutorial, 7);
        foreach (var (model, _) in sample.Compiled(instructionSet))
        {
            var (stream, group) = (new TaggingStream(model), OpenStreams.Of(model, 2));
            int[] streams = [1], words = new int[1], labels = new int[1];
            Assert.Equal(0, AllocatedBytes.By(
                () =>
                {
                    for (var i = 0; i < 100; i++)
                    {
                        stream.Push("Lisbon", out _);
                        stream.Push("porto", out _);
                        words[0] = group.GetWordIndex(1, "Lisbon");
                        group.Tick(streams, words, labels);
                    }
                }));
        }
    }

    [Fact]
    public async Task Sequences_of_words_have_the_labels_of_the_stream()
    {
        var sample = UnknownWordSample.Of(NetworkVariant.Tutorial, 7);
        var stream = new TaggingStream(sample.Model.Compile());
        var expected = UnknownWordSample.Labels(new Tagger(sample.Longer.Compile()), sample.Indices[^2]);
        var found = new List<string>();
        await foreach (var word in stream.TagAsync(
            sample.Sentences[^2].ToAsyncEnumerable(), TestContext.Current.CancellationToken))
        {
            found.Add(word.Label);
        }

        Assert.Equal(expected, found);
    }

    private static IEnumerable<(UnknownWordSample, CompiledModel, CompiledModel)> Models(
        InstructionSet instructionSet) =>
        from sample in UnknownWordSample.Streaming
        from compiled in sample.Compiled(instructionSet)
        select (sample, compiled.Model, compiled.Longer);

    private static string[] Run(TaggingStream stream, string[] words, bool isPrepared)
    {
        var labels = new List<string>();
        foreach (var word in words)
        {
            if (isPrepared)
            {
                stream.Prepare();
            }

            if (stream.Push(word, out var label))
            {
                labels.Add(label);
            }
        }

        var last = new string[stream.Delay];
        return [.. labels, .. last[..stream.Complete(last)]];
    }

    /// <summary>Each sentence in a stream of its own; every third stream pauses at a tick.</summary>
    private static (List<int>[] Labels, List<float>[] Confidence) Run(
        StreamGroup group, string[][] sentences, bool isPrepared)
    {
        List<int>[] labels = [.. sentences.Select(_ => new List<int>())];
        List<float>[] confidence = [.. sentences.Select(_ => new List<float>())];
        var pushed = new int[sentences.Length];
        for (var tick = 0; Enumerable.Range(0, pushed.Length).Any(i => pushed[i] < sentences[i].Length); tick++)
        {
            if (isPrepared)
            {
                group.Prepare();
            }

            int[] streams =
            [
                .. Enumerable.Range(0, pushed.Length)
                    .Where(i => (i + tick) % 3 != 0 && pushed[i] < sentences[i].Length),
            ];
            int[] words = [.. streams.Select(i => group.GetWordIndex(i, sentences[i][pushed[i]++]))];
            var (found, probabilities) = (new int[streams.Length], new float[streams.Length]);
            group.TickWithConfidence(streams, words, found, probabilities);
            for (var i = 0; i < streams.Length; i++)
            {
                if (found[i] >= 0)
                {
                    labels[streams[i]].Add(found[i]);
                    confidence[streams[i]].Add(probabilities[i]);
                }
            }
        }

        var (rest, last) = (new int[group.Delay], new float[group.Delay]);
        for (var i = 0; i < sentences.Length; i++)
        {
            var count = group.CompleteWithConfidence(i, rest, last);
            labels[i].AddRange(rest[..count]);
            confidence[i].AddRange(last[..count]);
        }

        return (labels, confidence);
    }
}
