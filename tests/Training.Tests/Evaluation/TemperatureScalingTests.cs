using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Network;

namespace FastElman.Training.Tests.Evaluation;

/// <summary>
/// Fits on made-up data whose right temperature is known: labels are drawn from the probabilities of a model, and the
/// model that is fitted has its scores, multiplied.
/// </summary>
public sealed class TemperatureScalingTests
{
    private const int SentenceLength = 4;

    /// <summary>Three standard errors of the temperature for so many tokens.</summary>
    private const double Tolerance = 0.05;

    private static readonly Vocabulary Words =
        new([Vocabulary.UnknownWord, .. Enumerable.Range(0, 19).Select(i => $"w{i}")]);

    private static readonly LabelSet Labels = new(["O", "B-x", "I-x"]);

    [Theory]
    [InlineData(LabelDecoding.ArgMax, 2f)]
    [InlineData(LabelDecoding.ArgMax, 0.5f)]
    [InlineData(LabelDecoding.ArgMax, 1f)]
    [InlineData(LabelDecoding.Iob, 2f)]
    [InlineData(LabelDecoding.Transitions, 2f)]
    [InlineData(LabelDecoding.IobTransitions, 0.5f)]
    public void Scores_that_are_multiplied_are_divided_again(LabelDecoding decoding, float factor)
    {
        var truth = Model(decoding, factor: 1);
        var corpus = CorpusOf(Draw(truth));
        var model = Model(decoding, factor);

        var temperature = TemperatureScaling.Fit(model, corpus, CorpusSet.Test);

        Assert.InRange(temperature, factor * (1 - Tolerance), factor * (1 + Tolerance));
        var (before, after) = (Evaluate(model, corpus), Evaluate(model.WithTemperature(temperature), corpus));
        Assert.True(after.NegativeLogLikelihood <= before.NegativeLogLikelihood + 1e-6);
        Assert.InRange(after.Tokens.ExpectedCalibrationError, 0, 0.02);
        Assert.Equal(before.Tokens.Accuracy, after.Tokens.Accuracy);
        Assert.Equal(before.AtLeast(0).Score, after.AtLeast(0).Score);
    }

    [Fact]
    public void The_temperature_that_a_model_has_does_not_matter()
    {
        var corpus = CorpusOf(Draw(Model(LabelDecoding.ArgMax, factor: 1), count: 200));
        var model = Model(LabelDecoding.ArgMax, factor: 3);

        var temperature = TemperatureScaling.Fit(model, corpus, CorpusSet.Test);
        Assert.Equal(temperature, TemperatureScaling.Fit(model.WithTemperature(7), corpus, CorpusSet.Test));
        Assert.Equal(temperature, TemperatureScaling.Fit(model, corpus, CorpusSet.Test));
    }

    [Fact]
    public void A_model_that_is_always_right_gets_the_lowest_temperature()
    {
        var model = Model(LabelDecoding.ArgMax, factor: 1);
        var tagger = new Tagger(model.Compile());
        var corpus = CorpusOf(Sentences(100).Select(words => new CorpusSentence(words, tagger.Tag(words))));

        Assert.Equal(
            TemperatureScaling.LowestTemperature, TemperatureScaling.Fit(model, corpus, CorpusSet.Test));
    }

    [Fact]
    public void Labels_that_the_model_does_not_have_are_left_out_of_the_likelihood()
    {
        var model = Model(LabelDecoding.ArgMax, factor: 1);
        CorpusSentence[] known = [.. Draw(model, count: 50)];
        CorpusSentence[] more = [.. known, new(["w1"], ["B-strange"])];

        var (without, with) = (Evaluate(model, CorpusOf(known)), Evaluate(model, CorpusOf(more)));
        Assert.Equal(without.NegativeLogLikelihood, with.NegativeLogLikelihood);
        Assert.Equal(without.Tokens.Count + 1, with.Tokens.Count);
        Assert.Equal(without.AtLeast(0).Score.GoldCount + 1, with.AtLeast(0).Score.GoldCount);
    }

    [Fact]
    public void What_cannot_be_fitted_is_refused()
    {
        var model = Model(LabelDecoding.ArgMax, factor: 1);
        var corpus = CorpusOf(Draw(model, count: 2));

        Assert.Throws<ArgumentException>(() => TemperatureScaling.Fit(
            ElmanModel.Create(model.ExportParameters()), corpus, CorpusSet.Test));
        Assert.Throws<CorpusFormatException>(() => TemperatureScaling.Fit(model, corpus));
        Assert.Throws<CorpusFormatException>(() => TemperatureScaling.Fit(model, CorpusOf([]), CorpusSet.Test));
        Assert.Throws<InvalidOperationException>(
            () => TemperatureScaling.Fit(model, new Corpus(train: null, test: []), CorpusSet.Test));
        Assert.Throws<NotSupportedException>(() => TemperatureScaling.Fit(
            model, corpus, CorpusSet.Test, LabelDecoding.Transitions));
    }

    private static ElmanModel Model(LabelDecoding decoding, float factor)
    {
        var hasTransitions = decoding is LabelDecoding.Transitions or LabelDecoding.IobTransitions;
        var shape = new ElmanShape(
            8, Labels.Count, Words.Count, 4, 3, new NetworkVariant(NetworkKind.Elman, HasTransitions: hasTransitions));
        var parameters = RandomModel.Parameters(shape, seed: 1, range: 1.2f);
        foreach (var tensor in shape.Tensors.Where(each =>
            each is ElmanTensor.OutputWeights or ElmanTensor.OutputBias or ElmanTensor.Transitions))
        {
            foreach (ref var value in parameters[tensor])
            {
                value *= factor;
            }
        }

        return ElmanModel.Create(parameters, Words, Labels, decoding: decoding);
    }

    /// <summary>Sentences whose labels have the probabilities that the model gives to label sequences.</summary>
    private static IEnumerable<CorpusSentence> Draw(ElmanModel model, int count = 8000)
    {
        var tagger = new Tagger(model.Compile());
        var random = new Random(7);
        var (found, words, continuations) =
            (new int[SentenceLength], new float[SentenceLength], new float[SentenceLength]);
        foreach (var sentence in Sentences(count))
        {
            var indices = Array.ConvertAll(sentence, word => model.Vocabulary!.GetIndex(word));
            var sequence = new int[SentenceLength];
            var rest = random.NextDouble();
            for (var number = 0; number < Math.Pow(Labels.Count, SentenceLength); number++)
            {
                for (var (t, digits) = (0, number); t < SentenceLength; t++, digits /= Labels.Count)
                {
                    sequence[t] = digits % Labels.Count;
                }

                var confidence = new LabelConfidence(words, continuations, sequence);
                tagger.Tag(indices, found, confidence);
                rest -= confidence.OfSpan(0, SentenceLength);
                if (rest <= 0)
                {
                    break;
                }
            }

            yield return new CorpusSentence(sentence, Array.ConvertAll(sequence, label => Labels[label]));
        }
    }

    private static IEnumerable<string[]> Sentences(int count)
    {
        var random = new Random(3);
        for (var i = 0; i < count; i++)
        {
            yield return [.. Enumerable.Range(0, SentenceLength).Select(_ => Words[random.Next(Words.Count)])];
        }
    }

    private static Corpus CorpusOf(IEnumerable<CorpusSentence> sentences) =>
        new("made-up", new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>>
        {
            [CorpusSet.Test] = [.. sentences],
        });

    private static ConfidenceEvaluation Evaluate(ElmanModel model, Corpus corpus) =>
        ConfidenceEvaluation.Evaluate(model.Compile(), corpus);
}
