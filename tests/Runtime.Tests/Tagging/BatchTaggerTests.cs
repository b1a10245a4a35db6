using FastElman.Fixtures;
using FastElman.Model;
using FastElman.Tagging;
using FastElman.Tests.Golden;
using FastElman.Tests.Network;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Tagging;

/// <summary>A batch gives what the tagger gives, sentence by sentence.</summary>
public sealed class BatchTaggerTests
{
    private static readonly ElmanShape Shape =
        new(hiddenSize: 9, labelCount: 5, vocabularySize: 20, embeddingSize: 4, windowSize: 7);

    private readonly CompiledModel _model =
        ElmanModel.Create(RandomModel.Parameters(Shape, seed: 1, range: 1f)).Compile();

    [Theory, EveryInstructionSet]
    public void Models_of_any_shape_give_the_labels_of_the_tagger(InstructionSet instructionSet)
    {
        foreach (var model in ModelSample.Of(instructionSet))
        {
            AssertLikeTagger(new BatchTagger(model), [.. ModelSample.Sentences(model.Shape)]);
        }
    }

    /// <summary>More sentences than slots; those of a bidirectional network do not run in lockstep.</summary>
    [Theory]
    [EveryInstructionSet(1, 2)]
    public void Every_kind_and_activation_does_too(InstructionSet instructionSet, int threads)
    {
        foreach (var model in VariantSample.All.SelectMany(variant => VariantSample.Models(variant, instructionSet)))
        {
            var sentences = Enumerable.Repeat(VariantSample.Sentences(model.Shape), 3).SelectMany(each => each);
            AssertLikeTagger(new BatchTagger(model, threads), [.. sentences]);
        }
    }

    [Theory]
    [EveryInstructionSet("tiny-f32", "odd", "atis", "atis-200")]
    public void Golden_models_do_too(InstructionSet instructionSet, string name)
    {
        var golden = GoldenCase.Load(name);
        foreach (var model in ModelSample.WithTableAndWithout(golden.Parameters(), instructionSet))
        {
            AssertLikeTagger(new BatchTagger(model), [.. golden.Sentences.Select(each => each.Words)]);
        }
    }

    [Theory, EveryInstructionSet]
    public void A_trained_network_labels_every_word_as_theano_does(InstructionSet instructionSet)
    {
        var network = TrainedNetwork.Load();
        var sentences = network.Sentences("test").ToArray();
        var tagger = new BatchTagger(ForwardRun.Model(network.Parameters, instructionSet));
        Assert.Equal(network.Predictions("test"), Run(tagger, sentences));
    }

    [Theory]
    [EveryInstructionSet(0, 1, 2, 3, 4, 5, 31, 32, 33, 64, 65, 100)]
    public void Batches_of_any_size_and_mixed_lengths_do_too(InstructionSet instructionSet, int count)
    {
        var parameters = RandomModel.Parameters(Shape, seed: 2, range: 1f);
        foreach (var model in ModelSample.WithTableAndWithout(parameters, instructionSet))
        {
            var tagger = new BatchTagger(model);
            var random = new Random(count);
            foreach (var mostWords in new[] { 0, 1, 3, 40 })
            {
                AssertLikeTagger(tagger, Sentences(count, _ => random.Next(mostWords + 1), withPadding: true));
            }

            AssertLikeTagger(tagger, Sentences(count, _ => 7));
            AssertLikeTagger(tagger, Sentences(count, i => i));
        }
    }

    [Theory, EveryInstructionSet]
    public void Parameters_that_are_not_finite_give_what_they_give_the_tagger(InstructionSet instructionSet)
    {
        foreach (var value in new[] { float.NaN, float.NegativeInfinity, float.MaxValue })
        {
            foreach (var tensor in TensorNames.Tutorial)
            {
                var parameters = RandomModel.Parameters(Shape, seed: 2);
                parameters[tensor][^1] = value;
                foreach (var model in ModelSample.WithTableAndWithout(parameters, instructionSet))
                {
                    AssertLikeTagger(new BatchTagger(model), [.. ModelSample.Sentences(Shape)]);
                }
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Labels_of_another_length_are_refused(int length) =>
        AssertRefused<ArgumentException>("labels", [1, 2, 3], [3], length);

    [Theory]
    [InlineData(-2)]
    [InlineData(21)]
    [InlineData(int.MinValue)]
    public void An_index_out_of_range_is_refused(int index) =>
        AssertRefused<ArgumentOutOfRangeException>("words", [1, 2, index], [2, 1], 3);

    [Fact]
    public void Lengths_that_do_not_add_up_are_refused()
    {
        AssertRefused<ArgumentException>("lengths", [1, 2, 3], [], 3);
        AssertRefused<ArgumentException>("lengths", [1, 2, 3], [2], 3);
        AssertRefused<ArgumentException>("lengths", [1, 2, 3], [2, 2], 3);
        AssertRefused<ArgumentException>("lengths", [], [1], 0);
        AssertRefused<ArgumentException>("lengths", [1, 2, 3], [int.MaxValue, int.MaxValue, 5], 3);
        AssertRefused<ArgumentOutOfRangeException>("lengths", [1, 2, 3], [2, -1, 2], 3);
        AssertRefused<ArgumentOutOfRangeException>("lengths", [1, 2, 3], [3, int.MinValue], 3);
    }

    [Theory]
    [InlineData(14)]
    [InlineData(16)]
    [InlineData(0)]
    public void Probabilities_of_another_length_are_refused(int length)
    {
        var labels = new[] { 77, 77, 77 };
        var probabilities = Enumerable.Repeat(77f, length).ToArray();
        var exception = Assert.Throws<ArgumentException>(
            "probabilities", () => new BatchTagger(_model).Tag([1, 2, 3], [3], labels, probabilities));
        Assert.Contains($"15 in all, found {length}.", exception.Message, StringComparison.Ordinal);
        Assert.All(labels, label => Assert.Equal(77, label));
        Assert.All(probabilities, each => Assert.Equal(77f, each));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Threads_may_share_it(int threads)
    {
        var tagger = new BatchTagger(_model, threads);
        var sentences = Enumerable.Range(0, 50).Select(i => RandomModel.Sentence(Shape, i % 13, seed: i)).ToArray();
        var expected = Run(tagger, sentences);
        Parallel.For(0, 64, _ => Assert.Equal(expected, Run(tagger, sentences)));
    }

    /// <summary>Among them such with fewer sentences than threads, and with one long sentence.</summary>
    [Theory, EveryInstructionSet]
    public void Several_threads_give_the_same_as_one(InstructionSet instructionSet)
    {
        var parameters = RandomModel.Parameters(Shape, seed: 2, range: 1f);
        foreach (var model in ModelSample.WithTableAndWithout(parameters, instructionSet))
        {
            foreach (var threads in new[] { 2, 3, 8 })
            {
                var tagger = new BatchTagger(model, threads);
                var random = new Random(threads);
                foreach (var count in new[] { 0, 1, 15, 16, 31, 32, 33, 48, 150, 400 })
                {
                    AssertLikeTagger(tagger, Sentences(count, i => i == 7 ? 300 : random.Next(30), withPadding: true));
                }
            }
        }
    }

    /// <summary>A thread of the pool may come when the batch is done.</summary>
    [Fact]
    public void A_helper_that_comes_too_late_does_nothing()
    {
        var job = new BatchJob(new BatchWorker(_model.Network, _model.InstructionSet).Work);
        job.Execute();
        var words = RandomModel.Sentence(Shape, 200, seed: 1);
        int[] lengths = [.. Enumerable.Repeat(5, 40)];
        var labels = new int[words.Length];
        for (var round = 0; round < 50; round++)
        {
            job.Order(lengths, words.Length, _model.Network);
            job.Run(words, labels, default, default, unknownWords: null, threads: 2);
            var expected = labels.ToArray();
            job.Execute();
            Assert.Equal(expected, labels);
            Assert.Equal(expected[..5], ModelSample.Labels(new Tagger(_model), words.AsSpan(0, 5)));
        }
    }

    [Fact]
    public void It_says_what_it_runs_on()
    {
        foreach (var instructionSet in SimdInfo.Supported)
        {
            var model = ForwardRun.Model(RandomModel.Parameters(Shape, seed: 1), instructionSet);
            Assert.Same(model, new BatchTagger(model).Model);
            Assert.Equal(instructionSet, new BatchTagger(model).InstructionSet);
        }

        Assert.Equal(1, new BatchTagger(_model).MaxDegreeOfParallelism);
        Assert.Equal(7, new BatchTagger(_model, 7).MaxDegreeOfParallelism);
        Assert.Throws<ArgumentNullException>(() => new BatchTagger(null!));
        Assert.Throws<ArgumentOutOfRangeException>("maxDegreeOfParallelism", () => new BatchTagger(_model, 0));
        Assert.Throws<ArgumentOutOfRangeException>("maxDegreeOfParallelism", () => new BatchTagger(_model, -1));
    }

    private static int[][] Sentences(int count, Func<int, int> length, bool withPadding = false) =>
        [.. Enumerable.Range(0, count).Select(i => RandomModel.Sentence(Shape, length(i), seed: i, withPadding))];

    private static void AssertLikeTagger(BatchTagger batch, int[][] sentences)
    {
        var tagger = new Tagger(batch.Model);
        int[] words = [.. sentences.SelectMany(each => each)];
        var (labels, expected) = (new int[words.Length], new int[words.Length]);
        var rowLength = batch.Model.Shape.LabelCount;
        var (rows, expectedRows) = (new float[words.Length * rowLength], new float[words.Length * rowLength]);
        var start = 0;
        foreach (var length in sentences.Select(each => each.Length))
        {
            tagger.Tag(
                words.AsSpan(start, length),
                expected.AsSpan(start, length),
                expectedRows.AsSpan(start * rowLength, length * rowLength));
            start += length;
        }

        Assert.Equal(expected, Run(batch, sentences));
        batch.Tag(words, [.. sentences.Select(each => each.Length)], labels, rows);
        Assert.Equal(expected, labels);
        Bits.AssertEqual(expectedRows, rows, $"{batch.Model.Shape}, {sentences.Length} sentences");
    }

    private static int[] Run(BatchTagger batch, int[][] sentences)
    {
        int[] words = [.. sentences.SelectMany(each => each)];
        var labels = new int[words.Length];
        batch.Tag(words, [.. sentences.Select(each => each.Length)], labels);
        return labels;
    }

    /// <summary>Nothing is written, and the next batch gives what it would have given.</summary>
    private void AssertRefused<TException>(string parameter, int[] words, int[] lengths, int labelCount)
        where TException : ArgumentException
    {
        var tagger = new BatchTagger(_model);
        var sentences = ModelSample.Sentences(Shape).ToArray();
        var expected = Run(tagger, sentences);
        var labels = Enumerable.Repeat(77, labelCount).ToArray();
        Assert.Throws<TException>(parameter, () => tagger.Tag(words, lengths, labels));
        var probabilities = Enumerable.Repeat(77f, words.Length * Shape.LabelCount).ToArray();
        Assert.Throws<TException>(parameter, () => tagger.Tag(words, lengths, labels, probabilities));
        Assert.All(probabilities, each => Assert.Equal(77f, each));
        Assert.All(labels, label => Assert.Equal(77, label));
        Assert.Equal(expected, Run(tagger, sentences));
    }
}
