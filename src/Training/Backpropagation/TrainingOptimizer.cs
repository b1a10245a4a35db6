namespace FastElman.Training;

/// <summary>How the gradients of a sentence become an update.</summary>
public enum TrainingOptimizer
{
    /// <summary>
    /// Parameters −= learning rate · gradients, as in the tutorial. The fastest, because no gradient is ever stored.
    /// </summary>
    GradientDescent,

    /// <summary>
    /// Adam (D. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization", 2015) with β₁ = 0.9, β₂ = 0.999, ε =
    /// 1e-8: each parameter moves by about the learning rate, along the moving average of its gradients divided by the
    /// root of the moving average of their squares. Every parameter moves at every update, the embeddings of words
    /// outside the sentence too. An update takes 1.5 to 2 times as long, and the run and its checkpoints hold two more
    /// numbers for each parameter.
    /// </summary>
    Adam,
}
