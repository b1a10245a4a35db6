using FastElman.Fixtures;
using FastElman.Model;
using FastElman.Tests.Golden;
using FastElman.Tests.Network;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Tagging;

/// <summary>Every stream of a group gives what the tagger gives, whatever the others do.</summary>
public sealed class StreamGroupTests
{
    private static readonly ElmanShape Shape = new(
        hiddenSize: 9, labelCount: 5, vocabularySize: 20, embeddingSize: 4, windowSize: 7);

    private readonly CompiledModel _model = ElmanModel.Create(
        RandomModel.Parameters(Shape, seed: 1, range: 1f)).Compile();

    [Theory, EveryInstructionSet]
    public void Models_of_any_shape_give_the_labels_of_the_tagger(InstructionSet instructionSet)
    {
        foreach (var model in ModelSample.Of(instructionSet))
        {
            StreamGroupRun.AssertLikeTagger(
                new StreamGroup(model, 5), [.. ModelSample.Sentences(model.Shape)], new Random(1));
        }
    }

    [Theory, EveryInstructionSet]
    public void Every_kind_and_activation_that_can_stream_does_too(InstructionSet instructionSet)
    {
        foreach (var model
            in VariantSample.Streaming.SelectMany(variant => VariantSample.Models(variant, instructionSet)))
        {
            StreamGroupRun.AssertLikeTagger(
                new StreamGroup(model, 5),
                [.. VariantSample.Sentences(model.Shape), .. VariantSample.Sentences(model.Shape)],
                new Random(1));
        }
    }

    [Fact]
    public void A_model_that_needs_whole_sentences_is_refused() =>
        Assert.All(ModelSample.ThatNeedWholeSentences(), model =>
            Assert.Contains(
                $"Use {nameof(Tagger)} or {nameof(BatchTagger)}", Assert.Throws<NotSupportedException>(
                    () => new StreamGroup(model, 2)).Message, StringComparison.Ordinal));

    [Fact]
    public void A_capacity_whose_states_no_array_can_hold_is_refused()
    {
        var model = ElmanModel.Create(RandomModel.Parameters(new ElmanShape(9, 5, 20, 4, 3), seed: 1)).Compile();
        foreach (var capacity in (int[])[int.MaxValue, int.MaxValue / 9, 0, -1])
        {
            Assert.Throws<ArgumentOutOfRangeException>("capacity", () => new StreamGroup(model, capacity));
        }
    }

    [Theory]
    [EveryInstructionSet("tiny-f32", "odd", "atis", "atis-200")]
    public void Golden_models_do_too(InstructionSet instructionSet, string name)
    {
        var golden = GoldenCase.Load(name);
        foreach (var model in ModelSample.WithTableAndWithout(golden.Parameters(), instructionSet))
        {
            StreamGroupRun.AssertLikeTagger(
                new StreamGroup(model, 40), [.. golden.Sentences.Select(each => each.Words)], new Random(2));
        }
    }

    [Theory, EveryInstructionSet]
    public void A_trained_network_does_too(InstructionSet instructionSet)
    {
        var network = TrainedNetwork.Load();
        var group = new StreamGroup(ForwardRun.Model(network.Parameters, instructionSet), 50);
        StreamGroupRun.AssertLikeTagger(group, [.. network.Sentences("test").Take(150)], new Random(3));
    }

    /// <summary>Fewer streams than rows of a product, one tile, one more and one less, and several.</summary>
    [Theory]
    [EveryInstructionSet(1, 2, 3, 4, 5, 31, 32, 33, 64, 65, 100)]
    public void Groups_of_any_size_do_too(InstructionSet instructionSet, int capacity)
    {
        foreach (var model
            in ModelSample.WithTableAndWithout(RandomModel.Parameters(Shape, seed: 2, range: 1f), instructionSet))
        {
            var random = new Random(capacity);
            int[][] sentences =
                [.. Enumerable.Range(0, (2 * capacity) + 10).Select(
                    i => RandomModel.Sentence(Shape, random.Next(20), seed: i, withPadding: true))];
            StreamGroupRun.AssertLikeTagger(new StreamGroup(model, capacity), sentences, random);
        }
    }

    [Theory, EveryInstructionSet]
    public void Parameters_that_are_not_finite_give_what_they_give_the_tagger(InstructionSet instructionSet)
    {
        foreach (var tensor in TensorNames.Tutorial)
        {
            var parameters = RandomModel.Parameters(Shape, seed: 2);
            parameters[tensor][^1] = float.NaN;
            foreach (var model in ModelSample.WithTableAndWithout(parameters, instructionSet))
            {
                StreamGroupRun.AssertLikeTagger(
                    new StreamGroup(model, 3), [.. ModelSample.Sentences(Shape)], new Random(4));
            }
        }
    }

    [Fact]
    public void After_reset_a_sentence_begins_anew_and_the_other_streams_go_on()
    {
        var group = OpenStreams.Of(_model, 2);
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
    public void A_stream_that_is_reset_or_restored_forgets_what_was_prepared()
    {
        var group = OpenStreams.Of(_model, 2);
        var words = RandomModel.Sentence(Shape, 12, seed: 6);
        var expected = ForwardRun.Of(_model, words).Labels;
        var state = new byte[group.StateByteCount];
        group.SaveState(1, state);
        foreach (var word in words.AsSpan(0, 6))
        {
            group.Tick([0, 1], [word, 1], new int[2]);
        }

        group.Prepare();
        group.Reset(0);
        group.RestoreState(1, state);
        var labels = new int[2];
        for (var t = 0; t < words.Length; t++)
        {
            group.Tick([0, 1], [words[t], words[t]], labels);
            Assert.Equal(t < 3 ? [-1, -1] : [expected[t - 3], expected[t - 3]], labels);
        }
    }

    [Fact]
    public void Rows_of_streams_without_an_answer_stay_as_they_are()
    {
        var group = OpenStreams.Of(_model, 3);
        var words = RandomModel.Sentence(Shape, 5, seed: 6);
        foreach (var word in words)
        {
            group.Tick([2], [word], new int[1]);
        }

        var labels = new int[3];
        var rows = Enumerable.Repeat(77f, 3 * Shape.LabelCount).ToArray();
        group.Tick([0, 2, 1], [1, 2, 3], labels, rows);
        Assert.Equal([-1, -1], [labels[0], labels[2]]);
        Assert.All(rows[..Shape.LabelCount], each => Assert.Equal(77f, each));
        Assert.All(rows[(2 * Shape.LabelCount)..], each => Assert.Equal(77f, each));
        var expected = ForwardRun.Of(_model, [.. words, 2]);
        Assert.Equal(expected.Labels[2], labels[1]);
        Bits.AssertEqual(
            expected.Probabilities.AsSpan(
                2 * Shape.LabelCount, Shape.LabelCount), rows.AsSpan(Shape.LabelCount, Shape.LabelCount));
    }

    [Fact]
    public void It_says_what_it_runs_on_and_how_many_streams_it_has()
    {
        foreach (var instructionSet in SimdInfo.Supported)
        {
            var model = ForwardRun.Model(RandomModel.Parameters(Shape, seed: 1), instructionSet);
            var group = OpenStreams.Of(model, 17);
            Assert.Same(model, group.Model);
            Assert.Equal(instructionSet, group.InstructionSet);
            Assert.Equal((17, 3), (group.Capacity, group.Delay));
            Assert.Equal(new TaggingStream(model).StateByteCount, group.StateByteCount);
        }

        Assert.Throws<ArgumentNullException>(() => new StreamGroup(null!, 1));
        Assert.Throws<ArgumentOutOfRangeException>("capacity", () => new StreamGroup(_model, 0));
        Assert.Throws<ArgumentOutOfRangeException>("capacity", () => new StreamGroup(_model, -1));
    }
}
