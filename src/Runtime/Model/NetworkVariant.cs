namespace FastElman;

/// <summary>What the hidden layer of a time step gets of the steps before it.</summary>
public enum NetworkKind
{
    /// <summary>The hidden layer of the step before: the tutorial's network (J. L. Elman, "Finding Structure in Time", 1990).</summary>
    Elman,

    /// <summary>
    /// The probabilities of the labels of the step before (M. I. Jordan, "Serial Order", 1986; <c>jordan.py</c> of is13, the code to G. Mesnil et al., Interspeech 2013):
    /// h_t = sigmoid(x_t·wx + p_{t−1}·wh + bh), where wh is [labels, hidden] and the learned state before the first word [labels].
    /// </summary>
    Jordan,

    /// <summary>
    /// Two Elman networks over the same embeddings, one of which reads the sentence from its end; the output layer sees both hidden layers
    /// (M. Schuster and K. K. Paliwal, "Bidirectional Recurrent Neural Networks", 1997). It needs whole sentences.
    /// </summary>
    Bidirectional,
}

/// <summary>The function of the hidden units.</summary>
public enum HiddenActivation
{
    /// <summary>1 / (1 + e^−x): the tutorial's.</summary>
    Sigmoid,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>max(0, x).</summary>
    Relu,
}

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

/// <summary>Which network it is, where it is not the tutorial's. Immutable.</summary>
/// <param name="Kind">What a step gets of the steps before it.</param>
/// <param name="Activation">The function of the hidden units.</param>
/// <param name="Decoding">How labels are found.</param>
public sealed record NetworkVariant(
    NetworkKind Kind = NetworkKind.Elman,
    HiddenActivation Activation = HiddenActivation.Sigmoid,
    LabelDecoding Decoding = LabelDecoding.ArgMax)
{
    /// <summary>The tutorial's network.</summary>
    public static NetworkVariant Tutorial { get; } = new();

    /// <summary>Refuses values that are none of the enumerations'.</summary>
    /// <param name="parameter">What the caller calls it, for the message.</param>
    internal NetworkVariant Checked(string parameter)
    {
        if (!Enum.IsDefined(Kind) || !Enum.IsDefined(Activation) || (Decoding & ~(LabelDecoding.IobConstraints | LabelDecoding.TransitionScores)) != 0)
        {
            throw new ArgumentOutOfRangeException(parameter, $"There is no network {this}.");
        }

        return this;
    }
}
