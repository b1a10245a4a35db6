using FastElman.Kernels;

namespace FastElman;

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
