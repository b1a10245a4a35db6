namespace FastElman;

/// <summary>
/// The parameters of a network: first the tutorial's seven, in the order in which its <c>rnnslu.py</c> creates them,
/// then those that only some variants have (<see cref="NetworkVariant"/>).
/// </summary>
public enum ElmanTensor
{
    /// <summary><c>embeddings</c> [vocabulary + 1, embedding]: one row a word, the padding word last.</summary>
    Embeddings,

    /// <summary><c>wx</c> [embedding · window, hidden]: from the words in the window to the hidden layer.</summary>
    InputWeights,

    /// <summary>
    /// <c>wh</c> [hidden, hidden]: from the hidden layer of the previous time step to that of this one; in a Jordan
    /// network [labels, hidden], from the labels' probabilities.
    /// </summary>
    RecurrentWeights,

    /// <summary>
    /// <c>w</c> [hidden, labels]: from the hidden layer to the logits; where there are two hidden layers [2 · hidden,
    /// labels], the forward one's rows first.
    /// </summary>
    OutputWeights,

    /// <summary><c>bh</c> [hidden]: added before the sigmoid.</summary>
    HiddenBias,

    /// <summary><c>b</c> [labels]: added before the softmax.</summary>
    OutputBias,

    /// <summary><c>h0</c> [hidden]: the learned state before the first word; in a Jordan network [labels].</summary>
    InitialState,

    /// <summary>
    /// <c>backward.wx</c> [embedding · window, hidden]: as <see cref="InputWeights"/>, of the network that reads the
    /// sentence from its end. It sees the window in the order in which it reads: the word after comes before the word.
    /// </summary>
    BackwardInputWeights,

    /// <summary>
    /// <c>backward.wh</c> [hidden, hidden]: as <see cref="RecurrentWeights"/>, of the network that reads the sentence
    /// from its end.
    /// </summary>
    BackwardRecurrentWeights,

    /// <summary>
    /// <c>backward.bh</c> [hidden]: as <see cref="HiddenBias"/>, of the network that reads the sentence from its end.
    /// </summary>
    BackwardHiddenBias,

    /// <summary><c>backward.h0</c> [hidden]: the learned state after the last word.</summary>
    BackwardInitialState,

    /// <summary>
    /// <c>transitions</c> [labels + 1, labels]: the score of each label (column) after each label (row); the last row
    /// is for the first word.
    /// </summary>
    Transitions,

    /// <summary>
    /// <c>subwords</c> [<see cref="ElmanShape.SubwordCount"/>, embedding]: the vectors of character n-grams, then those
    /// of word shapes, of which the embedding of an unknown word is made.
    /// </summary>
    Subwords,
}
