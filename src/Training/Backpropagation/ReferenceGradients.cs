namespace FastElman.Training.Backpropagation;

/// <summary>
/// Backpropagation through the whole sentence. From the derivatives by the logits each hidden layer is gone through from the word that it read last to the one
/// that it read first, and every parameter gathers its part at every time step.
/// <code>
/// dh_t = dlogits_t·wᵀ + dstate_t       in a Jordan network dh_t = (dlogits_t + (diag(p_t) − p_t·p_tᵀ)·dstate_t)·wᵀ
/// dsum_t = dh_t ∘ σ′_t
/// dstate_(t−1) = dsum_t·whᵀ            of the last word it is 0
/// </code>
/// </summary>
internal static class ReferenceGradients
{
    /// <summary>The derivatives of the loss by the parameters, in the order of <see cref="ElmanTensor"/>; empty where the network has none of the name.</summary>
    public static double[][] Of(ReferenceTrainer trainer, ReferenceForward forward, ReadOnlySpan<int> labels)
    {
        forward.RequireLabels(labels);
        var gradients = ReferenceTrainer.Zeros(trainer.Shape);
        var byLogits = forward.Objective.ByLogits(labels, trainer.LabelSmoothing);
        gradients[(int)ElmanTensor.Transitions] = forward.Objective.ByTransitions(labels, trainer.LabelSmoothing);
        ThroughHiddenLayer(trainer, forward.FromTheFirst, firstOutputRow: 0, byLogits, gradients);
        if (forward.FromTheLast is { } fromTheLast)
        {
            ThroughHiddenLayer(trainer, fromTheLast, firstOutputRow: trainer.Shape.HiddenSize, [.. Enumerable.Reverse(byLogits)], gradients);
        }

        for (var t = 0; t < labels.Length; t++)
        {
            ReferenceSums.AddOuterProduct(forward.Hidden[t], byLogits[t], gradients[(int)ElmanTensor.OutputWeights]);
            ReferenceSums.Add(byLogits[t], gradients[(int)ElmanTensor.OutputBias]);
        }

        return gradients;
    }

    /// <param name="trainer">The parameters.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="firstOutputRow">The row of w that belongs to its first hidden unit.</param>
    /// <param name="byLogits">[words][labels], in the order in which the layer reads; in a Jordan network, what comes from the words after is added.</param>
    /// <param name="gradients">Receive the parts of the layer's parameters and of the embeddings.</param>
    private static void ThroughHiddenLayer(ReferenceTrainer trainer, ReferenceLayer layer, int firstOutputRow, double[][] byLogits, double[][] gradients)
    {
        var shape = trainer.Shape;
        var outputWeights = trainer[ElmanTensor.OutputWeights].AsSpan(firstOutputRow * shape.LabelCount, shape.HiddenSize * shape.LabelCount); // [hidden, labels]
        var byState = new double[shape.StateSize]; // [state]: by what the word hands on to the next
        for (var t = byLogits.Length - 1; t >= 0; t--)
        {
            var byHidden = new double[shape.HiddenSize];
            if (shape.Variant.Kind == NetworkKind.Jordan)
            {
                ReferenceSums.Add(ReferenceSoftmax.Back(layer.States[t + 1], byState), byLogits[t]);
            }
            else
            {
                ReferenceSums.Add(byState, byHidden);
            }

            ReferenceSums.AddTransposedProduct(byLogits[t], outputWeights, byHidden);

            var bySum = new double[shape.HiddenSize]; // [hidden]: by what the activation is taken of
            for (var j = 0; j < bySum.Length; j++)
            {
                bySum[j] = byHidden[j] * ReferenceActivation.Slope(shape.Variant.Activation, layer.Hidden[t][j]);
            }

            ReferenceSums.AddOuterProduct(layer.Inputs[t], bySum, gradients[(int)layer.Tensors.InputWeights]);
            ReferenceSums.AddOuterProduct(layer.States[t], bySum, gradients[(int)layer.Tensors.RecurrentWeights]);
            ReferenceSums.Add(bySum, gradients[(int)layer.Tensors.Bias]);

            var byInput = new double[shape.InputSize]; // [embedding · window]
            ReferenceSums.AddTransposedProduct(bySum, trainer[layer.Tensors.InputWeights], byInput);
            ScatterAdd(byInput, layer.Rows[t], gradients[(int)ElmanTensor.Embeddings]);

            byState = new double[shape.StateSize];
            ReferenceSums.AddTransposedProduct(bySum, trainer[layer.Tensors.RecurrentWeights], byState);
        }

        gradients[(int)layer.Tensors.InitialState] = byState;
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
