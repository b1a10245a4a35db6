namespace FastElman.Training.Backpropagation;

/// <summary>
/// Backpropagation through the whole sentence, last word first. With dlogits_t = (p_t − (1 − smoothing)·onehot(label_t) − smoothing / labels) / words and
/// dsum_t = (dlogits_t·wᵀ + dsum_(t+1)·whᵀ) ∘ h_t ∘ (1 − h_t), every parameter gathers its part at every time step.
/// </summary>
internal static class ReferenceGradients
{
    /// <summary>The derivatives of the loss by the seven parameters, in the order of <see cref="ElmanTensor"/>.</summary>
    public static double[][] Of(ReferenceTrainer trainer, ReferenceForward forward, ReadOnlySpan<int> labels)
    {
        forward.RequireLabels(labels);
        var shape = trainer.Shape;
        double[][] gradients = [.. shape.Tensors.Select(tensor => new double[shape.ElementCount(tensor)])];
        var fromLater = new double[shape.HiddenSize]; // [hidden]: the loss of all later words by h_t
        for (var t = labels.Length - 1; t >= 0; t--)
        {
            var hidden = forward.Hidden[t];
            var previous = t > 0 ? forward.Hidden[t - 1] : trainer[ElmanTensor.InitialState];

            var byLogits = Array.ConvertAll(forward.Probabilities[t], probability => (probability - (trainer.LabelSmoothing / shape.LabelCount)) / forward.Hidden.Length); // [labels]
            byLogits[labels[t]] -= (1 - trainer.LabelSmoothing) / labels.Length;
            AddOuterProduct(hidden, byLogits, gradients[(int)ElmanTensor.OutputWeights]);
            Add(byLogits, gradients[(int)ElmanTensor.OutputBias]);

            var bySum = fromLater; // [hidden]: by what the sigmoid is taken of
            AddTransposedProduct(byLogits, trainer[ElmanTensor.OutputWeights], bySum);
            for (var j = 0; j < bySum.Length; j++)
            {
                bySum[j] *= hidden[j] * (1 - hidden[j]);
            }

            AddOuterProduct(forward.Inputs[t], bySum, gradients[(int)ElmanTensor.InputWeights]);
            AddOuterProduct(previous, bySum, gradients[(int)ElmanTensor.RecurrentWeights]);
            Add(bySum, gradients[(int)ElmanTensor.HiddenBias]);

            var byInput = new double[shape.InputSize]; // [embedding · window]
            AddTransposedProduct(bySum, trainer[ElmanTensor.InputWeights], byInput);
            ScatterAdd(byInput, forward.Rows[t], gradients[(int)ElmanTensor.Embeddings]);

            fromLater = new double[shape.HiddenSize];
            AddTransposedProduct(bySum, trainer[ElmanTensor.RecurrentWeights], fromLater);
        }

        gradients[(int)ElmanTensor.InitialState] = fromLater;
        return gradients;
    }

    private static void Add(double[] vector, double[] sum)
    {
        for (var i = 0; i < vector.Length; i++)
        {
            sum[i] += vector[i];
        }
    }

    /// <summary>sum [rows, columns] += left [rows] ⊗ right [columns].</summary>
    private static void AddOuterProduct(double[] left, double[] right, double[] sum)
    {
        for (var i = 0; i < left.Length; i++)
        {
            var value = left[i];
            var row = i * right.Length;
            for (var j = 0; j < right.Length; j++)
            {
                sum[row + j] += value * right[j];
            }
        }
    }

    /// <summary>sum [rows] += vector [columns] · matrix [rows, columns]ᵀ.</summary>
    private static void AddTransposedProduct(double[] vector, double[] matrix, double[] sum)
    {
        for (var i = 0; i < sum.Length; i++)
        {
            var row = i * vector.Length;
            var product = 0.0;
            for (var j = 0; j < vector.Length; j++)
            {
                product += vector[j] * matrix[row + j];
            }

            sum[i] += product;
        }
    }

    /// <summary>Gives each word of the window its part; a word that stands there twice gets both.</summary>
    private static void ScatterAdd(double[] byInput, int[] rows, double[] byEmbeddings)
    {
        var size = byInput.Length / rows.Length; // embedding
        for (var place = 0; place < rows.Length; place++)
        {
            for (var i = 0; i < size; i++)
            {
                byEmbeddings[(rows[place] * size) + i] += byInput[(place * size) + i];
            }
        }
    }
}
