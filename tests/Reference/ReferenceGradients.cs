namespace FastElman.Reference;

/// <summary>
/// Back-propagation through time over the whole sentence (P. Werbos, 1990). From the derivatives with respect to the
/// logits, each hidden layer is traversed from the word that it read last to the word that it read first.
/// <code>
/// dh_t = dlogits_t·wᵀ + dstate_t       in a Jordan network dh_t = (dlogits_t + softmax′(dstate_t))·wᵀ
///                                      with dropout, what comes through wᵀ times the factors of h_t
/// dsum_t = dh_t ∘ σ′_t
/// dstate_(t−1) = dsum_t·whᵀ            0 at the last word
/// </code>
/// </summary>
public static class ReferenceGradients
{
    /// <summary>Those of the loss with respect to all parameters, in the order of <see cref="ElmanTensor"/>.</summary>
    public static double[][] Of(
        ReferenceNetwork network,
        ReferenceForward forward,
        IReadOnlyList<int> labels,
        double smoothing,
        ReferenceTeaching? teaching = null)
    {
        var gradients = ReferenceNetwork.Zeros(network.Shape);
        var byLogits = ReferenceLoss.ByLogits(forward.Chain, labels, smoothing, teaching);
        gradients[(int)ElmanTensor.Transitions] = ReferenceLoss.ByTransitions(forward.Chain, labels, smoothing);
        ThroughLayer(network, forward.ForwardLayer, firstOutputRow: 0, byLogits, gradients);
        if (forward.BackwardLayer is { } backward)
        {
            double[][] reversed = [.. byLogits.Reverse<double[]>()];
            ThroughLayer(network, backward, firstOutputRow: network.Shape.HiddenSize, reversed, gradients);
        }

        for (var t = 0; t < labels.Count; t++)
        {
            ReferenceMatrix.AddOuterProduct(forward.Kept[t], byLogits[t], gradients[(int)ElmanTensor.OutputWeights]);
            ReferenceMatrix.Add(byLogits[t], gradients[(int)ElmanTensor.OutputBias]);
        }

        return gradients;
    }

    /// <param name="network">The parameters.</param>
    /// <param name="layer">The layer to traverse.</param>
    /// <param name="firstOutputRow">The row of w that belongs to the layer's first hidden unit.</param>
    /// <param name="byLogits">
    /// [words][labels], in the order in which the layer reads. In a Jordan network the part that comes through the
    /// states is added.
    /// </param>
    /// <param name="gradients">Receives those of the layer's parameters and of the embeddings.</param>
    private static void ThroughLayer(
        ReferenceNetwork network, ReferenceLayer layer, int firstOutputRow, double[][] byLogits, double[][] gradients)
    {
        var shape = network.Shape;
        var (hidden, labels) = (shape.HiddenSize, shape.LabelCount);
        double[] outputWeights =
            [.. network[ElmanTensor.OutputWeights].Skip(firstOutputRow * labels).Take(hidden * labels)];
        var byState = new double[layer.States[0].Length];
        for (var t = byLogits.Length - 1; t >= 0; t--)
        {
            var isJordan = shape.Variant.Kind == NetworkKind.Jordan;
            if (isJordan)
            {
                ReferenceMatrix.Add(ReferenceSoftmax.Backward(layer.States[t + 1], byState), byLogits[t]);
            }

            var byHidden = new double[hidden];
            ReferenceMatrix.AddTransposedProduct(byLogits[t], outputWeights, byHidden);
            ReferenceLayer.Scale(byHidden, layer.StateFactors[t]);
            if (!isJordan)
            {
                ReferenceMatrix.Add(byState, byHidden);
            }

            var bySum = new double[hidden];
            for (var j = 0; j < hidden; j++)
            {
                bySum[j] = byHidden[j] * ReferenceActivation.Derivative(shape.Variant.Activation, layer.Hidden[t][j]);
            }

            ReferenceMatrix.AddOuterProduct(layer.Inputs[t], bySum, gradients[(int)layer.InputWeights]);
            ReferenceMatrix.AddOuterProduct(layer.States[t], bySum, gradients[(int)layer.RecurrentWeights]);
            ReferenceMatrix.Add(bySum, gradients[(int)layer.Bias]);

            var byInput = new double[layer.Inputs[t].Length];
            ReferenceMatrix.AddTransposedProduct(bySum, network[layer.InputWeights], byInput);
            ReferenceLayer.Scale(byInput, layer.InputFactors);
            ScatterAdd(byInput, layer.Windows[t], gradients[(int)ElmanTensor.Embeddings]);

            byState = new double[byState.Length];
            ReferenceMatrix.AddTransposedProduct(bySum, network[layer.RecurrentWeights], byState);
        }

        gradients[(int)layer.InitialState] = byState;
    }

    /// <summary>Adds to each embedding its part; a word that stands in the window twice gets both parts.</summary>
    private static void ScatterAdd(double[] byInput, int[] window, double[] byEmbeddings)
    {
        var size = byInput.Length / window.Length;
        for (var i = 0; i < byInput.Length; i++)
        {
            byEmbeddings[(window[i / size] * size) + (i % size)] += byInput[i];
        }
    }
}
