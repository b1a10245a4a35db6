namespace FastElman;

/// <summary>
/// How the labels of a sentence are found. Every decoding but <see cref="ArgMax"/> labels whole sentences: it cannot
/// stream. The caller chooses the decoding when a model is compiled; a model only states its default.
/// </summary>
public enum LabelDecoding
{
    /// <summary>The most probable label of every word by itself, the first of equals, as in the tutorial.</summary>
    ArgMax = 0,

    /// <summary>
    /// The most probable sequence of labels that is valid in the IOB2 scheme: I-x stands only after B-x or I-x. It
    /// needs only the names of the labels.
    /// </summary>
    Iob = 1,

    /// <summary>
    /// The sequence with the largest sum of logits and of learned scores for each label after another: a linear-chain
    /// conditional random field (J. Lafferty et al., 2001). It needs a network with
    /// <see cref="NetworkVariant.HasTransitions"/>.
    /// </summary>
    Transitions = 2,

    /// <summary>The sequence of <see cref="Transitions"/> among those of <see cref="Iob"/>.</summary>
    IobTransitions = 3,
}
