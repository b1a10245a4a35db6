using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Simd;
using FastElman.Tests.Golden;
using FastElman.Tests.Network;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Tagging;

public sealed class WeightPrecisionTests
{
    [Theory]
    [EveryInstructionSet]
    public void The_model_tells_whether_the_option_has_an_effect(InstructionSet instructionSet)
    {
        Assert.Equal(
            InstructionSets.TraitsOf(instructionSet).HasInt16Products ? WeightPrecision.Int16 : WeightPrecision.Float32,
            Model(new ElmanShape(5, 4, 6, 3, 3), instructionSet).Precision);
        Assert.Equal(
            WeightPrecision.Float32,
            ElmanModel.Create(RandomModel.Parameters(new ElmanShape(5, 4, 6, 3, 3), 1)).Compile(
                new CompileOptions { InstructionSet = instructionSet }).Precision);
    }

    [Theory]
    [EveryInstructionSet]
    public void All_forms_of_running_give_the_same_labels_and_bits(InstructionSet instructionSet)
    {
        foreach (var (hidden, labels) in ((int, int)[])[(1, 1), (7, 3), (33, 20), (100, 127), (129, 9)])
        {
            var shape = new ElmanShape(hidden, labels, 50, 5, 5);
            var model = Model(shape, instructionSet);
            var words = RandomModel.Sentence(shape, 40, seed: hidden);
            var expected = new int[words.Length];
            var probabilities = new float[words.Length * labels];
            new Tagger(model).Tag(words, expected, probabilities);

            var (streamed, streamedProbabilities) = Stream(model, words);
            var batched = new int[words.Length];
            new BatchTagger(model).Tag(words, [words.Length], batched);

            // Several sentences in lockstep, each as it is alone.
            int[] lengths = [13, 1, 7, 0, 19];
            var together = new int[words.Length];
            new BatchTagger(model).Tag(words, lengths, together);
            var alone = new int[words.Length];
            var start = 0;
            foreach (var length in lengths)
            {
                new Tagger(model).Tag(words.AsSpan(start, length), alone.AsSpan(start, length));
                start += length;
            }

            Assert.Equal(expected, streamed);
            Assert.Equal(probabilities, streamedProbabilities);
            Assert.Equal(expected, batched);
            Assert.Equal(alone, together);
        }
    }

    /// <summary>
    /// Units without a bound cannot be whole numbers, nor does a Jordan network compute its probabilities in them;
    /// bytes stand for what is from 0 to 1.
    /// </summary>
    [Theory]
    [EveryInstructionSet]
    public void The_model_tells_what_its_kind_and_activation_allow(InstructionSet instructionSet)
    {
        foreach (var variant in VariantSample.All)
        {
            var model = Model(new ElmanShape(5, 4, 6, 3, 3, variant), instructionSet);
            var isPossible = variant.Kind != NetworkKind.Jordan && variant.Activation != HiddenActivation.Relu;
            Assert.Equal(
                isPossible && InstructionSets.TraitsOf(instructionSet).HasInt16Products
                    ? WeightPrecision.Int16
                    : WeightPrecision.Float32, model.Precision);
            Assert.Equal(
                variant.Activation == HiddenActivation.Sigmoid
                    && InstructionSets.TraitsOf(instructionSet).HasByteProducts, model.Diagnostics.UsesByteArgMax);
        }
    }

    /// <summary>Within a hundredth of the float ones, labels are the same where no two are as near as that.</summary>
    [Theory]
    [EveryInstructionSet]
    public void Every_variant_stays_near_its_float_results(InstructionSet instructionSet)
    {
        const float tolerance = 1e-2f;
        foreach (var parameters
            in VariantSample.All.SelectMany(
                VariantSample.Shapes).Select((shape, seed) => VariantSample.Parameters(shape, seed)))
        {
            var model = ElmanModel.Create(parameters).Compile(Options(instructionSet));
            var words = RandomModel.Sentence(parameters.Shape, 40, seed: 4, withPadding: true);
            var (near, exact) = (
                ForwardRun.Of(model, words), ForwardRun.Of(ForwardRun.Model(parameters, instructionSet), words));
            for (var t = 0; t < words.Length; t++)
            {
                var row = near.Probabilities.AsSpan(t * parameters.Shape.LabelCount, parameters.Shape.LabelCount);
                var exactRow = exact.Probabilities.AsSpan(t * parameters.Shape.LabelCount, parameters.Shape.LabelCount);
                for (var label = 0; label < row.Length; label++)
                {
                    Assert.True(
                        Math.Abs(row[label] - exactRow[label]) <= tolerance,
                        $"{parameters.Shape}, word {t}, label {label}: {row[label]} instead of {exactRow[label]}");
                }

                Assert.True(
                    exactRow[exact.Labels[t]] - exactRow[near.Labels[t]] <= 2 * tolerance,
                    $"{parameters.Shape}, word {t}");
            }

            Assert.Equal(near.Labels, ModelSample.Labels(new Tagger(model), words));
            var batched = new int[words.Length];
            var rows = new float[near.Probabilities.Length];
            new BatchTagger(model).Tag(words, [words.Length], batched, rows);
            Assert.Equal(near.Labels, batched);
            Bits.AssertEqual(near.Probabilities, rows, $"{parameters.Shape}");
            if (model.CanStream)
            {
                var (streamed, streamedProbabilities) = Stream(model, words);
                Assert.Equal(near.Labels, streamed);
                Assert.Equal(near.Probabilities, streamedProbabilities);
            }
        }
    }

    /// <summary>A call that gives probabilities computes all logits; one that does not looks at bytes first.</summary>
    [Theory]
    [EveryInstructionSet]
    public void A_label_found_by_bytes_is_that_of_the_largest_probability(InstructionSet instructionSet)
    {
        for (var seed = 1; seed <= 12; seed++)
        {
            var shape = new ElmanShape(
                hiddenSize: 13 * seed, labelCount: 3
                    + (17 * (seed % 5)), vocabularySize: 40, embeddingSize: 4, windowSize: 3);
            var tagger = new Tagger(
                ElmanModel.Create(
                    RandomModel.Parameters(shape, seed, range: 3f / seed)).Compile(Options(instructionSet)));
            var words = RandomModel.Sentence(shape, 400, seed);
            var (screened, full) = (new int[words.Length], new int[words.Length]);
            tagger.Tag(words, screened);
            tagger.Tag(words, full, new float[words.Length * shape.LabelCount]);
            Assert.Equal(full, screened);
        }
    }

    [Theory]
    [EveryInstructionSet]
    public void An_initial_state_beyond_one_is_kept_in_range(InstructionSet instructionSet)
    {
        var shape = new ElmanShape(20, 6, 10, 4, 3);
        var parameters = RandomModel.Parameters(shape, 5);
        parameters.InitialState.Fill(-7.5f);
        var exact = Probabilities(
            ElmanModel.Create(parameters).Compile(new CompileOptions { InstructionSet = instructionSet }));
        var near = Probabilities(ElmanModel.Create(parameters).Compile(Options(instructionSet)));

        Assert.All(exact.Zip(near), pair => Assert.InRange(pair.Second, pair.First - 2e-3f, pair.First + 2e-3f));

        static float[] Probabilities(CompiledModel model)
        {
            var probabilities = new float[3 * 6];
            new Tagger(model).Tag([1, 2, 3], new int[3], probabilities);
            return probabilities;
        }
    }

    [Theory]
    [EveryInstructionSet("test", "valid")]
    public void No_label_of_the_reference_sets_changes(InstructionSet instructionSet, string set)
    {
        var network = TrainedNetwork.Load();
        var tagger = new Tagger(ElmanModel.Create(network.Parameters).Compile(Options(instructionSet)));
        var labels = network.Sentences(set).SelectMany(words =>
        {
            var labels = new int[words.Length];
            tagger.Tag(words, labels);
            return labels;
        });

        Assert.Equal(network.Predictions(set), labels);
    }

    [Theory]
    [EveryInstructionSet]
    public void Reference_probabilities_stay_within_one_thousandth(InstructionSet instructionSet)
    {
        var network = TrainedNetwork.Load();
        var exact = new Tagger(
            ElmanModel.Create(network.Parameters).Compile(new CompileOptions { InstructionSet = instructionSet }));
        var near = new Tagger(ElmanModel.Create(network.Parameters).Compile(Options(instructionSet)));
        foreach (var words in network.Sentences("test"))
        {
            var expected = new float[words.Length * network.Parameters.Shape.LabelCount];
            var found = new float[expected.Length];
            exact.Tag(words, new int[words.Length], expected);
            near.Tag(words, new int[words.Length], found);
            for (var i = 0; i < expected.Length; i++)
            {
                Assert.True(Math.Abs(expected[i] - found[i]) <= 1e-3f);
            }
        }
    }

    private static CompileOptions Options(InstructionSet instructionSet) =>
        new() { InstructionSet = instructionSet, Precision = WeightPrecision.Int16 };

    private static CompiledModel Model(ElmanShape shape, InstructionSet instructionSet) =>
        ElmanModel.Create(RandomModel.Parameters(shape, seed: 3, range: 1)).Compile(Options(instructionSet));

    private static (List<int> Labels, List<float> Probabilities) Stream(CompiledModel model, int[] words)
    {
        var stream = new TaggingStream(model);
        var labels = new List<int>();
        var probabilities = new List<float>();
        var row = new float[model.Shape.LabelCount];
        foreach (var word in words)
        {
            if (stream.Push(word, out var label, row))
            {
                labels.Add(label);
                probabilities.AddRange(row);
            }
        }

        var rest = new int[stream.Delay];
        var rows = new float[stream.Delay * row.Length];
        var count = stream.Complete(rest, rows);
        labels.AddRange(rest.Take(count));
        probabilities.AddRange(rows.Take(count * row.Length));
        return (labels, probabilities);
    }
}
