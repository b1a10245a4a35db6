using FastElman.Simd;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// The training step of one sentence, in the order in which it happens; the double-precision reference of the tests
/// computes the same with explicit gradients. s_t is the state that a time step passes on: h_t in an Elman network, p_t
/// in a Jordan network.
/// </summary>
/// <remarks>
/// Backpropagation is linear in ∂loss/∂logits, so that gradient alone is scaled, by −learningRate / words. Every
/// product computed from it is then already a parameter update and is accumulated straight into the weights. No
/// gradient buffer exists. ∂ below is short for the scaled gradient. A bidirectional network has two layers, the second
/// of which reads the sentence from its end.
/// </remarks>
internal sealed class SentencePass<TSimd, TVector>(
    TrainingParameters parameters, float labelSmoothing, bool freezesEmbeddings, float teaching) : SentencePass
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly HiddenLayerPass<TSimd, TVector>[] _layers =
        [.. parameters.Layers.Select((_, layer) => new HiddenLayerPass<TSimd, TVector>(parameters, layer))];

    private readonly ISentenceObjective _objective = parameters.HasTransitions
        ? new ChainObjective<TSimd, TVector>(parameters, labelSmoothing)
        : new WordObjective<TSimd, TVector>(parameters, labelSmoothing, teaching);

    public override InstructionSet InstructionSet => TSimd.InstructionSet;

    public override float Forward(ReadOnlySpan<int> words, ReadOnlySpan<int> labels, TrainingWorkspace workspace)
    {
        foreach (var layer in _layers)
        {
            layer.GatherInputs(words, workspace);                       // x_t: embeddings of the window around word t
            layer.DropInputs(words.Length, workspace);                  // x_t ∘ mask, where there is dropout
            layer.ProjectInputs(words.Length, workspace);               // z_t = x_t · wx
            layer.ComputeStates(words.Length, workspace);               // h_t = f(z_t + s_(t−1) · wh + bh)
            layer.DropStates(words.Length, workspace);                  // h_t ∘ mask_t for the logits, likewise
            layer.AddLogits(words.Length, workspace);                   // logits_t = b + h_t · w, summed over layers
        }

        return _objective.ComputeLoss(labels, workspace);               // p_t; −log p(labels) / words
    }

    public override void Backward(
        ReadOnlySpan<int> labels, float factor, TrainingParameters target, TrainingWorkspace workspace)
    {
        var words = labels.Length;
        _objective.Backpropagate(labels, factor / words, target, workspace);    // ∂logits_t
        foreach (var layer in _layers)
        {
            layer.BackpropagateStates(words, workspace);                // ∂z_t, last time step first
            layer.UpdateOutputWeights(words, target, workspace);        // w  += Σ h_tᵀ · ∂logits_t
            layer.UpdateRecurrentWeights(words, target, workspace);     // wh += Σ s_(t−1)ᵀ · ∂z_t;  h0 += ∂z_0 · whᵀ
            layer.UpdateBias(words, target, workspace);                 // bh += Σ ∂z_t
            if (!freezesEmbeddings)
            {
                layer.BackpropagateInputs(words, workspace);            // ∂x_t = (∂z_t · wxᵀ) ∘ mask
            }

            layer.UpdateInputWeights(words, target, workspace);         // wx += Σ x_tᵀ · ∂z_t
            if (!freezesEmbeddings)
            {
                layer.UpdateEmbeddings(words, target, workspace);       // embeddings += ∂x_t, word by word
            }
        }

        WeightUpdate.AddRows<TSimd, TVector>(                           // b  += Σ ∂logits_t
            workspace.LogitGradients, words, parameters.LabelStride, target.OutputBias);
    }

    public override void NormalizeEmbeddings(EmbeddingNormalizer normalizer) =>
        normalizer.Normalize<TSimd, TVector>(parameters.Embeddings, parameters.Shape.EmbeddingSize);
}
