namespace FastElman.Training.Backpropagation;

/// <summary>
/// What a time step gets from the one before it: the hidden state (<see cref="ElmanRecurrence{TSimd, TVector}"/>) or
/// the label probabilities (<see cref="JordanRecurrence{TSimd, TVector}"/>). z_t = x_t · wx + s_(t−1) · wh + bh and h_t
/// = f(z_t); s_(−1) = h0.
/// </summary>
internal interface IRecurrence
{
    /// <summary>
    /// From x_t · wx in the rows of <see cref="LayerWorkspace.Hidden"/> to h_t in the same rows, first time step first.
    /// </summary>
    void ComputeStates(int words, TrainingWorkspace workspace);

    /// <summary>
    /// From <see cref="TrainingWorkspace.LogitGradients"/> to <see cref="LayerWorkspace.SumGradients"/>, last time step
    /// first. Reads parameters and writes none.
    /// </summary>
    void BackpropagateStates(int words, TrainingWorkspace workspace);

    /// <summary>wh += Σ s_(t−1)ᵀ · ∂z_t and h0 += ∂z_0 · whᵀ, with wh as it was before any update.</summary>
    void UpdateWeights(int words, HiddenLayerParameters target, TrainingWorkspace workspace);
}
