namespace FastElman;

/// <summary>What the hidden layer of a time step receives from other time steps.</summary>
public enum NetworkKind
{
    /// <summary>
    /// The hidden layer of the previous step: the tutorial's network (J. L. Elman, "Finding Structure in Time", 1990).
    /// </summary>
    Elman,

    /// <summary>
    /// The probabilities of the labels of the previous step (M. I. Jordan, "Serial Order", 1986; <c>jordan.py</c> of
    /// is13, the code to G. Mesnil et al., Interspeech 2013): h_t = sigmoid(x_t·wx + p_{t−1}·wh + bh), where wh is
    /// [labels, hidden] and the learned state before the first word [labels].
    /// </summary>
    Jordan,

    /// <summary>
    /// Two Elman networks over the same embeddings, one of which reads the sentence from its end; the output layer sees
    /// both hidden layers (M. Schuster and K. K. Paliwal, "Bidirectional Recurrent Neural Networks", 1997). It needs
    /// whole sentences.
    /// </summary>
    Bidirectional,
}
