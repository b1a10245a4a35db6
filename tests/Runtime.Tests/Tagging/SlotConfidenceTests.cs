using FastElman.Fixtures;
using FastElman.Model;
using FastElman.Network;
using FastElman.Reference;
using FastElman.Tests.Network;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Tagging;

/// <summary>
/// The probability that some words in a row all carry their labels, with every decoding, against the sum over all label
/// sequences that there are.
/// </summary>
public sealed class SlotConfidenceTests
{
    /// <summary>Rounding of the logits and of the sums, a word of the span.</summary>
    private const double Tolerance = 4e-6;

    [Theory, EveryInstructionSet]
    public void It_is_the_share_of_all_sequences_with_these_labels(InstructionSet instructionSet)
    {
        foreach (var (labels, length) in ((int, int)[])[(1, 3), (2, 8), (3, 6), (5, 5)])
        {
            foreach (var model in Models(instructionSet, labels, seed: labels))
            {
                var words = RandomModel.Sentence(model.Shape, length, seed: labels, withPadding: true);
                var chain = ChainOf(model, words);
                var sequences = LabelSequences.Of(length, labels);
                var shares = sequences.Select(each => Math.Exp(chain.Score(each))).ToArray();
                var run = Run(model, words);
                AssertSpans(run, model, (first, span) => shares.Where(
                    (_, i) => sequences[i].AsSpan(first, span.Length).SequenceEqual(span)).Sum() / shares.Sum());
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void It_is_that_in_double_for_longer_sentences(InstructionSet instructionSet)
    {
        foreach (var model in Models(instructionSet, labels: 13, seed: 4))
        {
            foreach (var words in VariantSample.Sentences(model.Shape))
            {
                var chain = ChainOf(model, words);
                AssertSpans(Run(model, words), model, (first, span) => chain.SpanProbability(first, span));
            }
        }
    }

    /// <summary>
    /// Scores so far apart that the best labels word by word, which the scheme or the transitions forbid, have e^100
    /// times the probability of those that are allowed, and more.
    /// </summary>
    [Theory, EveryInstructionSet(5f, 30f, 200f)]
    public void It_is_the_share_of_all_sequences_where_scores_are_far_apart(InstructionSet instructionSet, float scale)
    {
        foreach (var (labels, length) in ((int, int)[])[(2, 8), (3, 6), (5, 5), (13, 3)])
        {
            foreach (var decoding in DecodingSample.Decodings)
            {
                for (var seed = 1; seed <= 5; seed++)
                {
                    var model = FarApart(instructionSet, labels, decoding, seed, scale);
                    var words = RandomModel.Sentence(model.Shape, length, seed);
                    var chain = ChainOf(model, words);

                    // A logit is some hundreds in size: one in its last bits is e^(10^-4) in a probability.
                    AssertSpans(
                        Run(model, words), model, (first, span) => chain.SpanProbability(first, span), scale * 2e-5);
                    AssertProbabilities(model, words, chain, scale * 2e-5);
                }
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Nothing_is_allocated_where_scores_are_far_apart(InstructionSet instructionSet)
    {
        var model = FarApart(instructionSet, labels: 3, LabelDecoding.Iob, seed: 1, scale: 200);
        var tagger = new Tagger(model);
        var words = RandomModel.Sentence(model.Shape, 12, seed: 1);
        var (labels, confidence) = (new int[12], new float[12]);
        void Tag() => tagger.Tag(words, labels, new LabelConfidence(confidence));
        for (var round = 0; round < 100; round++)
        {
            Tag();
        }

        Assert.Equal(0, AllocatedBytes.By(() =>
        {
            for (var round = 0; round < 1000; round++)
            {
                Tag();
            }
        }));
    }

    [Theory, EveryInstructionSet]
    public void Labels_are_the_same_bits_with_confidence_and_without(InstructionSet instructionSet)
    {
        foreach (var model in Models(instructionSet, labels: 13, seed: 5))
        {
            foreach (var words in VariantSample.Sentences(model.Shape))
            {
                Assert.Equal(ModelSample.Labels(new Tagger(model), words), Run(model, words).Labels);
            }
        }
    }

    /// <summary>
    /// A weight in 16 bits is off by 2^-16 of the largest in its row, a state by 2^-16. A logit is a sum of nine such
    /// products of up to 3, so it is off by some 10^-3, and a label's probability by a quarter of that at most. Through
    /// the recurrence, and over the words of a chain, this adds up to a few times as much.
    /// </summary>
    [Theory, EveryInstructionSet]
    public void With_weights_of_16_bits_it_is_near_that_of_floats(InstructionSet instructionSet)
    {
        const float Near = 5e-3f;
        var (compared, total) = (0, 0);
        foreach (var exact in Models(instructionSet, labels: 13, seed: 7))
        {
            var near = exact.Model.Compile(new CompileOptions
            {
                InstructionSet = instructionSet,
                Decoding = exact.Decoding,
                Precision = WeightPrecision.Int16,
            });
            foreach (var words in VariantSample.Sentences(exact.Shape))
            {
                var (expected, found) = (Run(exact, words), Run(near, words));
                Assert.All(found.Words.Concat(found.Continuations), each => Assert.InRange(each, 0f, 1f));
                for (var t = 0; t < words.Length; t++)
                {
                    // Two sequences may be so near that the other one is found, with other labels.
                    var isSame = expected.Labels[t] == found.Labels[t];
                    if (isSame)
                    {
                        Assert.Equal(expected.Words[t], found.Words[t], Near);
                        compared++;
                    }

                    if (isSame && t > 0 && expected.Labels[t - 1] == found.Labels[t - 1])
                    {
                        Assert.Equal(expected.Continuations[t], found.Continuations[t], 2 * Near);
                    }

                    total++;
                }
            }
        }

        Assert.InRange(compared, 0.95 * total, total);
    }

    [Theory, EveryInstructionSet]
    public void Of_words_by_themselves_it_is_the_bits_of_their_probability(InstructionSet instructionSet)
    {
        foreach (var kind in Enum.GetValues<NetworkKind>())
        {
            var model = DecodingSample.Model(
                DecodingSample.Parameters(new ElmanShape(9, 13, 20, 4, 3, new(kind)), seed: 6), instructionSet);
            foreach (var words in VariantSample.Sentences(model.Shape))
            {
                var run = Run(model, words);
                var probabilities = ForwardRun.Of(model, words).Probabilities;
                float[] expected = [.. run.Labels.Select((label, t) => probabilities[(t * 13) + label])];
                Bits.AssertEqual(expected, run.Words, $"{kind}");
                Bits.AssertEqual(expected, run.Continuations, $"{kind}");
            }
        }
    }

    /// <summary>The probabilities of all labels of each word, where these are the marginals of the chain.</summary>
    private static void AssertProbabilities(
        CompiledModel model, int[] words, ReferenceChain chain, double tolerance)
    {
        if (!model.Decoding.UsesTransitions())
        {
            return;
        }

        var found = ForwardRun.Of(model, words).Probabilities;
        double[] expected = [.. chain.Probabilities.SelectMany(word => word)];
        Assert.All(found.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, tolerance));
    }

    private static void AssertSpans(
        ConfidentRun run,
        CompiledModel model,
        Func<int, int[], double> probabilityOf,
        double tolerance = Tolerance)
    {
        var confidence = new LabelConfidence(run.Words, run.Continuations);
        for (var first = 0; first < run.Labels.Length; first++)
        {
            for (var count = 1; count <= Math.Min(5, run.Labels.Length - first); count++)
            {
                var expected = probabilityOf(first, run.Labels[first..(first + count)]);
                var found = confidence.OfSpan(first, count);
                Assert.True(
                    Math.Abs(expected - found) <= tolerance * count,
                    $"{model}, {run.Labels.Length} words, {count} from {first}: expected {expected}, found {found}");
            }
        }
    }

    /// <summary>A model whose logits and transitions are some times as large as usual.</summary>
    private static CompiledModel FarApart(
        InstructionSet instructionSet, int labels, LabelDecoding decoding, int seed, float scale)
    {
        var variant = new NetworkVariant(NetworkKind.Elman, HiddenActivation.Sigmoid, decoding.UsesTransitions());
        var parameters = DecodingSample.Parameters(new ElmanShape(9, labels, 20, 4, 3, variant), seed);
        foreach (var tensor in (ElmanTensor[])[ElmanTensor.OutputWeights, ElmanTensor.Transitions])
        {
            foreach (ref var value in parameters[tensor])
            {
                value *= scale;
            }
        }

        return DecodingSample.Model(parameters, instructionSet, decoding);
    }

    private static IEnumerable<CompiledModel> Models(InstructionSet instructionSet, int labels, int seed) =>
        from kind in Enum.GetValues<NetworkKind>()
        from decoding in Enum.GetValues<LabelDecoding>()
        let variant = new NetworkVariant(kind, (HiddenActivation)((int)decoding % 3), decoding.UsesTransitions())
        let parameters = DecodingSample.Parameters(new ElmanShape(9, labels, 20, 4, 3, variant), seed)
        select DecodingSample.Model(parameters, instructionSet, decoding);

    private static ConfidentRun Run(CompiledModel model, int[] words)
    {
        var run = new ConfidentRun(new int[words.Length], new float[words.Length], new float[words.Length]);
        ForwardPass.Create(model.Network, model.InstructionSet).RunWithConfidence(
            words,
            run.Labels,
            new LabelConfidence(run.Words, run.Continuations),
            new SentenceWorkspace(model.Network));
        return run;
    }

    private static ReferenceChain ChainOf(CompiledModel model, int[] words)
    {
        var network = new ReferenceNetwork(model.Model.ExportParameters());
        var transitions = network[ElmanTensor.Transitions];
        return new ReferenceChain(
            network.Run(words).Logits,
            model.Decoding.UsesIob() ? ReferenceIob.Constrain(transitions, model.Labels!) : transitions);
    }

    private sealed record ConfidentRun(int[] Labels, float[] Words, float[] Continuations);
}
