using FastElman.Kernels;

namespace FastElman;

/// <summary>How the labels of a sentence are found. Anything but <see cref="ArgMax"/> needs whole sentences.</summary>
[Flags]
public enum LabelDecoding
{
    /// <summary>The likeliest label of every word by itself; of equals, the first. The tutorial's.</summary>
    ArgMax = 0,

    /// <summary>
    /// The likeliest sequence among those that are sound in the IOB scheme: I-x stands only behind B-x or I-x. The labels have to be known by name.
    /// </summary>
    IobConstraints = 1,

    /// <summary>
    /// The sequence with the largest sum of logits and of learned scores for each label behind another: a conditional random field on top of the
    /// network (J. Lafferty et al., 2001). The model has a tensor more, <see cref="ElmanTensor.Transitions"/>.
    /// </summary>
    TransitionScores = 2,
}
