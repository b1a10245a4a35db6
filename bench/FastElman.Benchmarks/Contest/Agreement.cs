using FastElman.Reference;

namespace FastElman.Benchmarks.Contest;

/// <summary>
/// Nothing is timed before it has given the right answer: the probabilities of the network in double precision within
/// <see cref="Engine.Tolerance"/>, and its labels, except between labels that are as good as equally probable.
/// </summary>
internal static class Agreement
{
    /// <summary>What 32-bit floats reach.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>Enough words to make every part of the network matter.</summary>
    private const int CheckedWords = 11;

    public static void RequireProbabilities(Engine engine, ElmanParameters parameters, int[] words)
    {
        words = words[..Math.Min(words.Length, CheckedWords)];
        foreach (var way in engine.Ways(parameters.Shape))
        {
            RequireNear(way, parameters, words, way.Probabilities(parameters, words));
        }
    }

    public static void RequireConfidence(Engine engine, ElmanParameters parameters, int[] words)
    {
        words = words[..Math.Min(words.Length, CheckedWords)];
        if (engine.Confidence(parameters, words) is { } found)
        {
            double[] expected = [.. new ReferenceNetwork(parameters).Run(words).Probabilities.Select(p => p.Max())];
            RequireNear(engine, expected, found);
        }
    }

    public static void RequireStreamProbabilities(Engine engine, ElmanParameters parameters, int[] text)
    {
        var words = text[..CheckedWords];
        foreach (var way in engine.Ways(parameters.Shape))
        {
            RequireNear(way, parameters, words, way.StreamProbabilities(parameters, words));
        }
    }

    /// <param name="engine">Whose labels they are.</param>
    /// <param name="parameters">The network.</param>
    /// <param name="words">[n]: the sentence.</param>
    /// <param name="labels">The labels of its first words.</param>
    public static void RequireLabels(Engine engine, ElmanParameters parameters, int[] words, ReadOnlySpan<int> labels)
    {
        var labelCount = parameters.Shape.LabelCount;
        var expected = new ReferenceNetwork(parameters).Run(words);
        var best = expected.Labels;
        for (var t = 0; t < labels.Length; t++)
        {
            var p = expected.Probabilities[t];
            var isRight = (uint)labels[t] < (uint)labelCount && p[best[t]] - p[labels[t]] <= engine.Tolerance;
            if (!isRight)
            {
                throw new InvalidOperationException(
                    $"{engine}: expected label {best[t]} for the word at place {t}, found {labels[t]}.");
            }
        }
    }

    /// <param name="engine">Whose labels they are.</param>
    /// <param name="parameters">The network.</param>
    /// <param name="sentences">The first sentences.</param>
    /// <param name="labels">The labels of all, sentence after sentence; empty where the engine gives none.</param>
    public static void RequireLabels(
        Engine engine, ElmanParameters parameters, IEnumerable<int[]> sentences, ReadOnlySpan<int> labels)
    {
        foreach (var words in sentences)
        {
            if (!labels.IsEmpty)
            {
                RequireLabels(engine, parameters, words, labels[..words.Length]);
                labels = labels[words.Length..];
            }
        }
    }

    private static void RequireNear(Engine engine, ElmanParameters parameters, int[] words, float[]? found)
    {
        if (found is null)
        {
            return;
        }

        RequireNear(
            engine, [.. new ReferenceNetwork(parameters).Run(words).Probabilities.SelectMany(p => p)], found);
    }

    private static void RequireNear(Engine engine, double[] expected, float[] found)
    {
        if (found.Length == 0)
        {
            throw new InvalidOperationException($"{engine}: expected {expected.Length} probabilities, found none.");
        }

        for (var i = 0; i < found.Length; i++)
        {
            if (!(Math.Abs(expected[i] - found[i]) <= engine.Tolerance))
            {
                throw new InvalidOperationException(
                    $"{engine}: expected a probability of {expected[i]:G6} at place {i}, found {found[i]:G6}.");
            }
        }
    }
}
