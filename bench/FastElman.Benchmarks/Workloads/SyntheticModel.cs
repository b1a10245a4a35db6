using FastElman.Fixtures;
using FastElman.Training.Backpropagation;

namespace FastElman.Benchmarks.Workloads;

/// <summary>
/// A network that is as sure of its labels as a trained one, without training. Why: how much of the output layer has to
/// be computed in full depends on how far the best label is ahead, and with random weights alone it hardly ever is.
/// How: the word in the middle of the window drives the hidden layer harder than all else, so that each word has a
/// pattern of hidden units; and the output weights of a label are the mean pattern of its words, every word having the
/// label word mod labels.
/// </summary>
/// <remarks>
/// The measure is in how many words a product in bytes leaves more than one label possible: 1.0 percent in a network
/// that was trained on ATIS (100 hidden units, its validation and test set), 1.9 percent here with 100 hidden units and
/// 0.2 with 200. With four words a label it would be 28.
/// </remarks>
internal static class SyntheticModel
{
    private const int Seed = 345;
    private const float MiddleWeight = 20;
    private const float OutputWeight = 2;

    /// <summary>
    /// From here on output weights get smaller, so that logits do not get so large that 32-bit floats cannot tell
    /// probabilities to 1e-4.
    /// </summary>
    private const int LargestWithFullWeights = 256;
    private const int WordsPerLabel = 2;

    /// <summary>The share of the recurrent weights that is kept where it is not all.</summary>
    private const double Density = 0.3;

    public static ElmanParameters Parameters(ElmanShape shape, WeightsKind kind = WeightsKind.LikeTrained)
    {
        if (kind == WeightsKind.Random)
        {
            return RandomModel.Parameters(shape, Seed);
        }

        var parameters = LikeTrained(shape);
        if (kind == WeightsKind.Sparse)
        {
            Prune(parameters.RecurrentWeights, shape.HiddenSize);
        }

        return parameters;
    }

    private static ElmanParameters LikeTrained(ElmanShape shape)
    {
        var parameters = RandomModel.Parameters(shape, Seed);
        var words = Math.Min(shape.VocabularySize, WordsPerLabel * shape.LabelCount);
        Repeat(parameters.Embeddings[..(shape.VocabularySize * shape.EmbeddingSize)], words * shape.EmbeddingSize);

        var block = shape.EmbeddingSize * shape.HiddenSize;
        var middle = parameters.InputWeights.Slice(shape.WindowReach * block, block);
        foreach (ref var weight in middle)
        {
            weight *= MiddleWeight;
        }

        parameters.OutputWeights.Clear();
        parameters.OutputBias.Clear();
        for (var word = 0; word < words; word++)
        {
            Plant(parameters, word, middle);
        }

        return parameters;
    }

    /// <summary>Keeps in each block of columns the same number of rows, which are drawn.</summary>
    private static void Prune(Span<float> weights, int hidden)
    {
        var random = new Random(Seed);
        var rows = Enumerable.Range(0, hidden).ToArray();
        for (var first = 0; first < hidden; first += RecurrentMask.BlockColumns)
        {
            var columns = Math.Min(RecurrentMask.BlockColumns, hidden - first);
            random.Shuffle(rows);
            foreach (var row in rows.Skip(RecurrentMask.KeptRows(hidden, Density)))
            {
                weights.Slice((row * hidden) + first, columns).Clear();
            }
        }
    }

    /// <summary>Words beyond the first are like them, in memory of their own.</summary>
    private static void Repeat(Span<float> rows, int period)
    {
        for (var i = period; i < rows.Length; i++)
        {
            rows[i] = rows[i - period];
        }
    }

    /// <summary>
    /// Adds a word's pattern, counted from the middle of the sigmoid's range, to the weights of its label.
    /// </summary>
    private static void Plant(ElmanParameters parameters, int word, ReadOnlySpan<float> middle)
    {
        var shape = parameters.Shape;
        var label = word % shape.LabelCount;
        var embedding = parameters.Embeddings.Slice(word * shape.EmbeddingSize, shape.EmbeddingSize);
        var weights = parameters.OutputWeights;
        var scale = OutputWeight * Math.Min(1, (float)LargestWithFullWeights / shape.HiddenSize) / WordsPerLabel;
        for (var unit = 0; unit < shape.HiddenSize; unit++)
        {
            var sum = 0f;
            for (var i = 0; i < embedding.Length; i++)
            {
                sum += embedding[i] * middle[(i * shape.HiddenSize) + unit];
            }

            var weight = scale * ((1 / (1 + MathF.Exp(-sum))) - 0.5f);
            weights[(unit * shape.LabelCount) + label] += weight;
            parameters.OutputBias[label] -= weight / 2;
        }
    }
}
