using FastElman.Fixtures;
using FastElman.Model;
using FastElman.Network;
using FastElman.Tests.Network;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Tagging;

/// <summary>What a temperature does to probabilities, and that it does nothing to labels.</summary>
public sealed class TemperatureTests
{
    private static readonly float[] Temperatures = [1e-30f, 0.01f, 0.7f, 1.5f, 30f, 1e30f];

    [Fact]
    public void A_model_that_is_not_finite_stays_so_with_another_temperature()
    {
        var parameters = RandomModel.Parameters(new ElmanShape(20, 5, 9, 4, 3), seed: 1);
        parameters.RecurrentWeights[7] = float.NaN;
        var model = ElmanModel.Create(parameters, allowNonFinite: true).WithTemperature(2f);
        var network = model.Compile().Network;
        Assert.Null(network.ByteWeights);
        Assert.False(network.StaysFinite);
    }

    /// <summary>Halves and doubles are exact, so that all bits agree.</summary>
    [Theory]
    [EveryInstructionSet(2f, 0.5f)]
    public void It_gives_the_probabilities_of_scores_divided_by_it(InstructionSet instructionSet, float temperature)
    {
        foreach (var model in Models(instructionSet).Where(each => each.Shape.Variant.Kind != NetworkKind.Jordan))
        {
            var (warm, divided) = (WithTemperature(model, temperature), Divided(model, temperature));
            foreach (var words in VariantSample.Sentences(model.Shape))
            {
                var (expected, found) = (Run(divided, words), Run(warm, words));
                Bits.AssertEqual(expected.Probabilities, found.Probabilities, $"{model}, probabilities");
                Bits.AssertEqual(expected.Words, found.Words, $"{model}, words");
                Bits.AssertEqual(expected.Continuations, found.Continuations, $"{model}, continuations");
                Assert.Equal(expected.Labels, found.Labels);
            }
        }
    }

    /// <summary>A Jordan network reads its own probabilities, which have no temperature.</summary>
    [Theory, EveryInstructionSet]
    public void Labels_never_depend_on_it(InstructionSet instructionSet)
    {
        foreach (var model in Models(instructionSet))
        {
            foreach (var words in VariantSample.Sentences(model.Shape))
            {
                var expected = Run(model, words).Labels;
                foreach (var temperature in Temperatures)
                {
                    Assert.Equal(expected, Run(WithTemperature(model, temperature), words).Labels);
                }
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Every_form_of_running_gives_the_same_probabilities(InstructionSet instructionSet)
    {
        foreach (var kind in (NetworkKind[])[NetworkKind.Elman, NetworkKind.Jordan])
        {
            var model = WithTemperature(Model(instructionSet, kind, LabelDecoding.ArgMax), 1.7f);
            var (stream, group) = (new TaggingStream(model), OpenStreams.Of(model, 1));
            foreach (var words in VariantSample.Sentences(model.Shape).Where(each => each.Length > 1))
            {
                var expected = Run(model, words).Probabilities;
                var (labels, batch) = (new int[words.Length], new float[expected.Length]);
                new BatchTagger(model).Tag(words, [words.Length], labels, batch);
                Bits.AssertEqual(expected, batch, $"{kind}, batch");

                var row = new float[model.Shape.LabelCount];
                var place = 0;
                foreach (var word in words)
                {
                    if (stream.Push(word, out _, row))
                    {
                        Bits.AssertEqual(expected.AsSpan(row.Length * place++, row.Length), row, $"{kind}, stream");
                    }
                }

                group.Tick([0], words.AsSpan(0, 1), labels.AsSpan(0, 1), row);
                group.Tick([0], words.AsSpan(1, 1), labels.AsSpan(0, 1), row);
                Bits.AssertEqual(expected.AsSpan(0, row.Length), row, $"{kind}, group");
                stream.Reset();
                group.Reset(0);
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Probabilities_of_words_by_themselves_are_sound_at_every_temperature(InstructionSet instructionSet)
    {
        var model = Model(instructionSet, NetworkKind.Elman, LabelDecoding.ArgMax);
        foreach (var temperature in (float[])[float.Epsilon, .. Temperatures, float.MaxValue])
        {
            var warm = WithTemperature(model, temperature);
            foreach (var words in VariantSample.Sentences(model.Shape))
            {
                foreach (var row in Run(warm, words).Probabilities.Chunk(model.Shape.LabelCount))
                {
                    Assert.All(row, probability => Assert.InRange(probability, 0f, 1f));
                    Assert.Equal(1, row.Sum(probability => (double)probability), 1e-5);
                }
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void The_probability_of_any_labels_can_be_asked_for(InstructionSet instructionSet)
    {
        foreach (var model in Models(instructionSet).Where(each => each.Decoding != LabelDecoding.Iob))
        {
            var warm = WithTemperature(model, 1.3f);
            var words = RandomModel.Sentence(model.Shape, 40, seed: 3, withPadding: true);
            var wanted = Array.ConvertAll(RandomModel.Sentence(model.Shape, 40, seed: 4), word => word % 13);
            var (labels, confidence) = (new int[40], new float[40]);
            new Tagger(warm).Tag(words, labels, new LabelConfidence(confidence, labels: wanted));
            var probabilities = Run(warm, words).Probabilities;
            float[] expected = [.. wanted.Select((label, t) => probabilities[(t * 13) + label])];
            Bits.AssertEqual(expected, confidence, $"{model}");
        }
    }

    [Fact]
    public void It_allocates_nothing()
    {
        foreach (var model in Models(SimdInfo.Active))
        {
            var tagger = new Tagger(WithTemperature(model, 1.5f));
            tagger.Model.Warmup();
            var words = RandomModel.Sentence(model.Shape, 20, seed: 1);
            var (labels, probabilities) = (new int[20], new float[20 * 13]);
            Assert.Equal(0, AllocatedBytes.By(() =>
            {
                for (var i = 0; i < 100; i++)
                {
                    tagger.Tag(words, labels, probabilities);
                    tagger.Tag(words, labels, new LabelConfidence(probabilities.AsSpan(0, 20)));
                }
            }));
        }
    }

    private static IEnumerable<CompiledModel> Models(InstructionSet instructionSet) =>
        from kind in Enum.GetValues<NetworkKind>()
        from decoding in Enum.GetValues<LabelDecoding>()
        select Model(instructionSet, kind, decoding);

    private static CompiledModel Model(InstructionSet instructionSet, NetworkKind kind, LabelDecoding decoding)
    {
        var variant = new NetworkVariant(kind, HasTransitions: decoding.UsesTransitions());
        return DecodingSample.Model(
            DecodingSample.Parameters(new ElmanShape(9, 13, 20, 4, 3, variant), seed: 2), instructionSet, decoding);
    }

    private static CompiledModel WithTemperature(CompiledModel model, float temperature) =>
        model.Model.WithTemperature(temperature).Compile(OptionsOf(model));

    private static CompileOptions OptionsOf(CompiledModel model) =>
        new() { InstructionSet = model.InstructionSet, Decoding = model.Decoding };

    /// <summary>The model with all scores of labels divided.</summary>
    private static CompiledModel Divided(CompiledModel model, float divisor)
    {
        var parameters = model.Model.ExportParameters();
        foreach (var tensor in model.Shape.Tensors.Where(each =>
            each is ElmanTensor.OutputWeights or ElmanTensor.OutputBias or ElmanTensor.Transitions))
        {
            foreach (ref var value in parameters[tensor])
            {
                value /= divisor;
            }
        }

        return ElmanModel.Create(parameters, labels: model.Labels).Compile(OptionsOf(model));
    }

    private static WarmRun Run(CompiledModel model, int[] words)
    {
        var length = words.Length;
        var run = new WarmRun(
            new int[length], new float[length * model.Shape.LabelCount], new float[length], new float[length]);
        var tagger = new Tagger(model);
        tagger.Tag(words, run.Labels, run.Probabilities);
        tagger.Tag(words, run.Labels, new LabelConfidence(run.Words, run.Continuations));
        return run;
    }

    private sealed record WarmRun(int[] Labels, float[] Probabilities, float[] Words, float[] Continuations);
}
