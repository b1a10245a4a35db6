namespace FastElman.Training.Backpropagation;

/// <summary>The forward pass of one sentence, all of it kept: what the gradients and the tests need.</summary>
internal sealed class ReferenceForward
{
    /// <summary>Runs the network of <paramref name="trainer"/> over a sentence of at least one word.</summary>
    public ReferenceForward(ReferenceTrainer trainer, ReadOnlySpan<int> words)
    {
        var shape = trainer.Shape;
        if (words.IsEmpty)
        {
            throw new ArgumentException("A sentence has at least one word.", nameof(words));
        }

        Rows = WindowRows(shape, words);
        Inputs = new double[words.Length][];
        Hidden = new double[words.Length][];
        Probabilities = new double[words.Length][];
        var previous = trainer[ElmanTensor.InitialState];
        for (var t = 0; t < words.Length; t++)
        {
            Inputs[t] = Input(shape, trainer[ElmanTensor.Embeddings], Rows[t]);
            Hidden[t] = NextState(trainer, Inputs[t], previous);
            Probabilities[t] = Softmax(Logits(trainer, Hidden[t]));
            previous = Hidden[t];
        }
    }

    /// <summary>[words][window]: the embedding rows of the window around each word.</summary>
    public int[][] Rows { get; }

    /// <summary>[words][embedding · window].</summary>
    public double[][] Inputs { get; }

    /// <summary>[words][hidden].</summary>
    public double[][] Hidden { get; }

    /// <summary>[words][labels].</summary>
    public double[][] Probabilities { get; }

    /// <summary>The mean negative log-likelihood.</summary>
    public double Loss(ReadOnlySpan<int> labels)
    {
        RequireLabels(labels);
        var sum = 0.0;
        for (var t = 0; t < labels.Length; t++)
        {
            sum -= Math.Log(Probabilities[t][labels[t]]);
        }

        return sum / labels.Length;
    }

    /// <summary>−(1/words) · Σ_t ((1 − smoothing) · log p_t[label_t] + smoothing · mean of log p_t).</summary>
    public double SmoothedLoss(ReadOnlySpan<int> labels, double smoothing)
    {
        var even = Probabilities.Average(probabilities => -probabilities.Average(Math.Log));
        return ((1 - smoothing) * Loss(labels)) + (smoothing * even);
    }

    /// <summary>The likeliest label of every word; of equals, the first.</summary>
    public int[] Predictions() => Array.ConvertAll(Probabilities, probabilities => Array.IndexOf(probabilities, probabilities.Max()));

    /// <summary>Refuses what are not the labels of this sentence.</summary>
    public void RequireLabels(ReadOnlySpan<int> labels)
    {
        if (labels.Length != Probabilities.Length)
        {
            throw new ArgumentException($"A sentence has one label a word: expected {Probabilities.Length}, found {labels.Length}.", nameof(labels));
        }

        foreach (var label in labels)
        {
            if ((uint)label >= (uint)Probabilities[0].Length)
            {
                throw new ArgumentOutOfRangeException(nameof(labels), label, $"A label is a number from 0 to {Probabilities[0].Length - 1}.");
            }
        }
    }

    private static int[][] WindowRows(ElmanShape shape, ReadOnlySpan<int> words)
    {
        foreach (var word in words)
        {
            if (word < -1 || word > shape.PaddingRow)
            {
                throw new ArgumentOutOfRangeException(nameof(words), word, $"A word is a number from −1 to {shape.PaddingRow}.");
            }
        }

        var rows = new int[words.Length][];
        for (var t = 0; t < words.Length; t++)
        {
            rows[t] = new int[shape.WindowSize];
            for (var place = 0; place < shape.WindowSize; place++)
            {
                var neighbour = t + place - shape.WindowReach;
                var isPadding = neighbour < 0 || neighbour >= words.Length || words[neighbour] == -1;
                rows[t][place] = isPadding ? shape.PaddingRow : words[neighbour];
            }
        }

        return rows;
    }

    /// <summary>[embedding · window]: the embeddings of the window's words, one behind the other.</summary>
    private static double[] Input(ElmanShape shape, double[] embeddings, int[] rows)
    {
        var input = new double[shape.InputSize];
        for (var place = 0; place < rows.Length; place++)
        {
            for (var i = 0; i < shape.EmbeddingSize; i++)
            {
                input[(place * shape.EmbeddingSize) + i] = embeddings[(rows[place] * shape.EmbeddingSize) + i];
            }
        }

        return input;
    }

    /// <summary>[hidden]: sigmoid(input·wx + previous·wh + bh).</summary>
    private static double[] NextState(ReferenceTrainer trainer, double[] input, double[] previous)
    {
        var state = (double[])trainer[ElmanTensor.HiddenBias].Clone();
        AddProduct(input, trainer[ElmanTensor.InputWeights], state);
        AddProduct(previous, trainer[ElmanTensor.RecurrentWeights], state);
        for (var j = 0; j < state.Length; j++)
        {
            state[j] = 1 / (1 + Math.Exp(-state[j]));
        }

        return state;
    }

    /// <summary>[labels]: hidden·w + b.</summary>
    private static double[] Logits(ReferenceTrainer trainer, double[] hidden)
    {
        var logits = (double[])trainer[ElmanTensor.OutputBias].Clone();
        AddProduct(hidden, trainer[ElmanTensor.OutputWeights], logits);
        return logits;
    }

    /// <summary>sum [columns] += vector [rows] · matrix [rows, columns].</summary>
    private static void AddProduct(double[] vector, double[] matrix, double[] sum)
    {
        for (var i = 0; i < vector.Length; i++)
        {
            var value = vector[i];
            var row = i * sum.Length;
            for (var j = 0; j < sum.Length; j++)
            {
                sum[j] += value * matrix[row + j];
            }
        }
    }

    /// <summary>The largest logit is subtracted first, so that nothing overflows.</summary>
    private static double[] Softmax(double[] logits)
    {
        var largest = logits.Max();
        var exponentials = Array.ConvertAll(logits, logit => Math.Exp(logit - largest));
        var sum = exponentials.Sum();
        return Array.ConvertAll(exponentials, exponential => exponential / sum);
    }
}
