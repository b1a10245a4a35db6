namespace FastElman.Training.Backpropagation;

/// <summary>
/// The loss that a sentence is trained on, a function of all its logits and labels, and the gradient of that loss.
/// </summary>
internal interface ISentenceObjective
{
    /// <summary>
    /// Computes the label probabilities of every word into <see cref="TrainingWorkspace.LogitGradients"/>.
    /// </summary>
    /// <param name="labels">[words].</param>
    /// <param name="workspace">With the logits.</param>
    /// <returns>The negative log-likelihood of the labels per word; label smoothing is no part of it.</returns>
    float ComputeLoss(ReadOnlySpan<int> labels, TrainingWorkspace workspace);

    /// <summary>
    /// Turns the probabilities into ∂logits = factor · (p − target), and adds the scaled gradients of the objective's
    /// own parameters.
    /// </summary>
    /// <param name="labels">[words].</param>
    /// <param name="factor">The factor of one word: that of the loss divided by the number of words.</param>
    /// <param name="target">Receives the update of the transitions, where there are any.</param>
    /// <param name="workspace">As <see cref="ComputeLoss"/> left it.</param>
    void Backpropagate(ReadOnlySpan<int> labels, float factor, TrainingParameters target, TrainingWorkspace workspace);
}
