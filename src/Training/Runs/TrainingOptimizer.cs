namespace FastElman.Training;

/// <summary>What a step makes of a sentence's gradients.</summary>
public enum TrainingOptimizer
{
    /// <summary>Parameters −= learning rate · gradients: the tutorial's. The fastest, since no gradient is ever held.</summary>
    GradientDescent,

    /// <summary>
    /// Each parameter moves by about the learning rate, in the direction of the running mean of its gradients divided by the root of that of their squares
    /// (D. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization", 2015; β of 0.9 and 0.999, ε of 1e-8). Every parameter moves at every step, the embeddings of
    /// words that the sentence lacks too. A step takes one and a half times as long to twice as long, and the run and its checkpoints hold two more numbers for each parameter.
    /// </summary>
    Adam,
}
