using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Model;
using FastElman.Reference;
using FastElman.Tests.Network;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Tagging;

/// <summary>
/// The decoding of a sentence's labels together, of every kind of network, against all sequences that there are and
/// against the plain forms in double.
/// </summary>
public sealed class LabelDecodingTests
{
    /// <summary>What the score of a sequence may lose to rounding of the logits, a word.</summary>
    private const double ScoreTolerance = 1e-5;

    /// <summary>Rounding of a marginal probability, over thousands of words as well; measured below 9e-7.</summary>
    private const double ProbabilityTolerance = 4e-6;

    public static TheoryData<NetworkKind, LabelDecoding, int> Networks
    {
        get
        {
            var data = new TheoryData<NetworkKind, LabelDecoding, int>();
            foreach (var kind in Enum.GetValues<NetworkKind>())
            {
                foreach (var decoding in DecodingSample.Decodings)
                {
                    foreach (var labels in (int[])[1, 2, 5, 13])
                    {
                        data.Add(kind, decoding, labels);
                    }
                }
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Networks))]
    public void Labels_are_the_best_sequence_and_probabilities_its_share(
        NetworkKind kind, LabelDecoding decoding, int labels)
    {
        for (var seed = 1; seed <= 4; seed++)
        {
            var activation = (HiddenActivation)(seed % 3);
            var variant = new NetworkVariant(kind, activation, decoding.UsesTransitions());
            var parameters = DecodingSample.Parameters(new ElmanShape(9, labels, 20, 4, 3, variant), seed);
            foreach (var instructionSet in SimdInfo.Supported)
            {
                var model = DecodingSample.Model(parameters, instructionSet, decoding);
                foreach (var words in VariantSample.Sentences(model.Shape))
                {
                    AssertLikeDouble(model, words);
                }
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void No_other_sequence_of_a_short_sentence_has_a_larger_score(InstructionSet instructionSet)
    {
        foreach (var decoding in DecodingSample.Decodings)
        {
            foreach (var (labels, length) in ((int, int)[])[(2, 8), (3, 6), (5, 5)])
            {
                var variant = new NetworkVariant(HasTransitions: decoding.UsesTransitions());
                var parameters = DecodingSample.Parameters(
                    new ElmanShape(9, labels, 20, 4, 3, variant), seed: labels);
                var model = DecodingSample.Model(parameters, instructionSet, decoding);
                var words = RandomModel.Sentence(model.Shape, length, seed: labels);
                var best = LabelSequences.Of(length, labels).MaxBy(ChainOf(model, words).Score);
                Assert.Equal(best, ForwardRun.Of(model, words).Labels);
            }
        }
    }

    /// <summary>Otherwise the tests with constraints would prove nothing about them.</summary>
    [Fact]
    public void The_sample_needs_decoding()
    {
        var shape = new ElmanShape(9, 13, 20, 4, 3, new(Activation: HiddenActivation.Tanh));
        var (forbidden, other) = (0, 0);
        for (var seed = 1; seed <= 20; seed++)
        {
            var words = RandomModel.Sentence(shape, 32, seed);
            var constrained = DecodingSample.Parameters(shape, seed);
            var free = new ReferenceNetwork(constrained).Run(words);
            var constraints = ReferenceIob.Constrain([], DecodingSample.LabelsOf(13));
            var score = new ReferenceChain(free.Logits, constraints).Score(free.Labels);
            forbidden += double.IsNegativeInfinity(score) ? 1 : 0;

            var scored = DecodingSample.Parameters(
                new ElmanShape(
                    9, 13, 20, 4, 3, new(shape.Variant.Kind, shape.Variant.Activation, HasTransitions: true)),
                seed);
            other += free.Labels.SequenceEqual(new ReferenceNetwork(scored).Run(words).Labels) ? 0 : 1;
        }

        Assert.InRange(forbidden, 15, 20);
        Assert.InRange(other, 15, 20);
    }

    [Theory, EveryInstructionSet]
    public void All_ways_of_running_give_the_same_labels(
        InstructionSet instructionSet)
    {
        foreach (var model in DecodingSample.Models(instructionSet))
        {
            int[][] sentences = [.. VariantSample.Sentences(model.Shape), .. VariantSample.Sentences(model.Shape)];
            int[] words = [.. sentences.SelectMany(each => each)];
            int[] lengths = [.. sentences.Select(each => each.Length)];
            var runs = sentences.Select(each => ForwardRun.Of(model, each)).ToArray();
            int[] expected = [.. runs.SelectMany(run => run.Labels)];
            Assert.Equal(expected, sentences.SelectMany(each => ModelSample.Labels(new Tagger(model), each)));
            foreach (var threads in (int[])[1, 2])
            {
                var labels = new int[words.Length];
                var rows = new float[words.Length * model.Shape.LabelCount];
                new BatchTagger(model, threads).Tag(words, lengths, labels);
                Assert.Equal(expected, labels);
                new BatchTagger(model, threads).Tag(words, lengths, labels, rows);
                Assert.Equal(expected, labels);
                Bits.AssertEqual([.. runs.SelectMany(run => run.Probabilities)], rows, $"{model.Shape}");
            }
        }
    }

    /// <summary>
    /// Constraints choose among sequences; what the network thinks of each word is what it thinks without them.
    /// </summary>
    [Theory, EveryInstructionSet]
    public void Constraints_alone_do_not_change_probabilities(InstructionSet instructionSet)
    {
        foreach (var kind in Enum.GetValues<NetworkKind>())
        {
            var parameters = DecodingSample.Parameters(
                new ElmanShape(9, 13, 20, 4, 3, new(kind, HiddenActivation.Tanh)), seed: 3);
            var words = RandomModel.Sentence(parameters.Shape, 70, seed: 3);
            var free = ForwardRun.Of(DecodingSample.Model(parameters, instructionSet), words);
            var constrained = ForwardRun.Of(DecodingSample.Model(parameters, instructionSet, LabelDecoding.Iob), words);
            Bits.AssertEqual(free.Probabilities, constrained.Probabilities, $"{kind}");
            Assert.NotEqual(free.Labels, constrained.Labels);
        }
    }

    [Theory, EveryInstructionSet]
    public void Where_nothing_forbidden_is_best_constraints_change_nothing(InstructionSet instructionSet)
    {
        var parameters = DecodingSample.Parameters(new ElmanShape(9, 4, 20, 4, 3), seed: 4);
        var labels = new LabelSet(["O", "B-a", "B-b", "B-c"]);
        var words = RandomModel.Sentence(parameters.Shape, 70, seed: 4);
        var model = ElmanModel.Create(parameters, labels: labels);
        Assert.Equal(
            ForwardRun.Of(model.Compile(new CompileOptions { InstructionSet = instructionSet }), words).Labels,
            ForwardRun.Of(
                model.Compile(new CompileOptions { InstructionSet = instructionSet, Decoding = LabelDecoding.Iob }),
                words).Labels);
    }

    /// <summary>
    /// With no scores learned, or with the same for all, the chain is that of the words by themselves.
    /// </summary>
    [Theory, EveryInstructionSet]
    public void Scores_that_are_all_the_same_change_nothing(InstructionSet instructionSet)
    {
        foreach (var score in (float[])[0, 3, -100])
        {
            var parameters = DecodingSample.Parameters(
                new ElmanShape(9, 13, 20, 4, 3, new(HasTransitions: true)), seed: 5);
            parameters[ElmanTensor.Transitions].Fill(score);
            var words = RandomModel.Sentence(parameters.Shape, 70, seed: 5);
            var expected = new ReferenceChain(new ReferenceNetwork(parameters).Run(words).Logits, []);
            var run = ForwardRun.Of(DecodingSample.Model(parameters, instructionSet), words);
            Assert.Equal(expected.Best(), run.Labels);
            Near.Equal(expected.Probabilities, run.Probabilities, ProbabilityTolerance, $"probabilities with {score}");
        }
    }

    /// <summary>
    /// Of labels that all stand only inside slots, no sequence is sound; some label is given all the same.
    /// </summary>
    [Theory, EveryInstructionSet]
    public void Where_every_sequence_is_forbidden_there_are_labels_and_no_crash(InstructionSet instructionSet)
    {
        foreach (var learned in (LabelDecoding[])[LabelDecoding.Iob, LabelDecoding.IobTransitions])
        {
            var variant = new NetworkVariant(HasTransitions: learned.UsesTransitions());
            var parameters = DecodingSample.Parameters(new ElmanShape(9, 2, 20, 4, 3, variant), seed: 6);
            var model = ElmanModel.Create(parameters, labels: new LabelSet(["I-a", "I-b"]), decoding: learned)
                .Compile(new CompileOptions { InstructionSet = instructionSet });
            foreach (var words in VariantSample.Sentences(model.Shape))
            {
                Assert.All(ForwardRun.Of(model, words).Labels, label => Assert.InRange(label, 0, 1));
                Assert.All(ModelSample.Labels(new Tagger(model), words), label => Assert.InRange(label, 0, 1));
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Parameters_that_are_not_finite_give_labels_that_there_are(InstructionSet instructionSet)
    {
        foreach (var decoding in DecodingSample.Decodings)
        {
            var shape = new ElmanShape(9, 5, 20, 4, 3, new(HasTransitions: decoding.UsesTransitions()));
            foreach (var tensor in shape.Tensors)
            {
                foreach (var value in (float[])
                    [
                        float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue,
                    ])
                {
                    var parameters = DecodingSample.Parameters(shape, seed: 7);
                    parameters[tensor][^1] = value;
                    var model = DecodingSample.Model(parameters, instructionSet, decoding);
                    var words = RandomModel.Sentence(shape, 35, seed: 7, withPadding: true);
                    Assert.All(ForwardRun.Of(model, words).Labels, label => Assert.InRange(label, 0, 4));
                    Assert.Equal(ForwardRun.Of(model, words).Labels, ModelSample.Labels(new Tagger(model), words));
                }
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void A_very_long_sentence_is_what_it_is_in_double(InstructionSet instructionSet)
    {
        foreach (var decoding in DecodingSample.Decodings)
        {
            var variant = new NetworkVariant(
                NetworkKind.Bidirectional, HasTransitions: decoding.UsesTransitions());
            var parameters = DecodingSample.Parameters(new ElmanShape(9, 5, 20, 4, 3, variant), seed: 8);
            var model = DecodingSample.Model(parameters, instructionSet, decoding);
            AssertLikeDouble(model, RandomModel.Sentence(model.Shape, 5000, seed: 8));
        }
    }

    /// <summary>Scores of hundreds, whose exponentials are no floats.</summary>
    [Theory, EveryInstructionSet]
    public void Large_scores_overflow_nothing(InstructionSet instructionSet)
    {
        foreach (var factor in (float[])[50, 300])
        {
            var parameters = DecodingSample.Parameters(
                new ElmanShape(9, 5, 20, 4, 3, new(HasTransitions: true)), seed: 9);
            foreach (var tensor in (ElmanTensor[])[ElmanTensor.Transitions, ElmanTensor.OutputWeights])
            {
                foreach (ref var value in parameters[tensor])
                {
                    value *= factor;
                }
            }

            var model = DecodingSample.Model(parameters, instructionSet);
            var words = RandomModel.Sentence(model.Shape, 70, seed: 9);
            var run = ForwardRun.Of(model, words);
            Assert.Equal(new ReferenceNetwork(parameters).Run(words).Labels, run.Labels);
            Assert.All(run.Probabilities, each => Assert.InRange(each, 0, 1.0001f));
            Assert.All(run.Probabilities.Chunk(5), row => Assert.InRange(row.Sum(), 0.999f, 1.001f));
        }
    }

    private static void AssertLikeDouble(CompiledModel model, int[] words)
    {
        var chain = ChainOf(model, words);
        var run = ForwardRun.Of(model, words);
        var what = $"{model.InstructionSet} {model.Shape}, {words.Length} words";

        // Where two sequences are closer than rounding, either may win; nothing else may, and nothing forbidden.
        var lost = chain.Score(chain.Best()) - chain.Score(run.Labels);
        Assert.True(
            lost <= ScoreTolerance * (words.Length + 1), $"{what}: the score of the labels is {lost} too small");
        var probabilities = model.Decoding.UsesTransitions()
            ? chain.Probabilities
            : new ReferenceNetwork(model.Model.ExportParameters()).Run(words).Probabilities;
        Near.Equal(probabilities, run.Probabilities, ProbabilityTolerance, what);
    }

    /// <summary>The chain that the model decodes, its constraints included.</summary>
    private static ReferenceChain ChainOf(CompiledModel model, int[] words)
    {
        var network = new ReferenceNetwork(model.Model.ExportParameters());
        var transitions = network[ElmanTensor.Transitions];
        return new ReferenceChain(
            network.Run(words).Logits,
            model.Decoding.UsesIob()
                ? ReferenceIob.Constrain(transitions, model.Labels!)
                : transitions);
    }
}
