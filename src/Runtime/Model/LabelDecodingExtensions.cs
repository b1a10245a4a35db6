using FastElman.Validation;

namespace FastElman.Model;

/// <summary>What a decoding requires of a model.</summary>
internal static class LabelDecodingExtensions
{
    /// <summary>
    /// The most labels that can be decoded together. The scores of all pairs of labels are kept in four arrays, which
    /// take 4 GB of floats for so many labels.
    /// </summary>
    private const int MaximumLabelsDecodedTogether = 1 << 14;

    /// <summary>Whether only sequences that are valid in the IOB2 scheme are allowed.</summary>
    public static bool UsesIob(this LabelDecoding decoding) =>
        decoding is LabelDecoding.Iob or LabelDecoding.IobTransitions;

    /// <summary>Whether learned transition scores count.</summary>
    public static bool UsesTransitions(this LabelDecoding decoding) =>
        decoding is LabelDecoding.Transitions or LabelDecoding.IobTransitions;

    /// <summary>
    /// Whether words can be labelled as they come: a bidirectional network reads the sentence from both ends, and every
    /// decoding but <see cref="LabelDecoding.ArgMax"/> labels whole sentences.
    /// </summary>
    /// <param name="decoding">The decoding.</param>
    /// <param name="variant">The network.</param>
    public static bool CanStream(this LabelDecoding decoding, NetworkVariant variant) =>
        decoding == LabelDecoding.ArgMax && variant.Kind != NetworkKind.Bidirectional;

    /// <summary>
    /// Refuses a decoding that cannot be the default of a network's models. The default uses learned transition scores
    /// if and only if the network has them.
    /// </summary>
    /// <param name="decoding">The decoding; may be an undefined value of the enumeration.</param>
    /// <param name="variant">The network.</param>
    /// <param name="parameter">The caller's name for the decoding.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// There is no such decoding, or it does not suit the network.
    /// </exception>
    public static void RequireDefaultOf(this LabelDecoding decoding, NetworkVariant variant, string parameter)
    {
        Guard.Defined(decoding, parameter, "decoding");

        if (decoding.UsesTransitions() != variant.HasTransitions)
        {
            var expected = variant.HasTransitions
                ? $"{LabelDecoding.Transitions} or {LabelDecoding.IobTransitions}, as it has transition scores"
                : $"{LabelDecoding.ArgMax} or {LabelDecoding.Iob}, as it has no transition scores";
            throw new ArgumentOutOfRangeException(
                parameter, $"The decoding does not suit the network (expected {expected}; found {decoding}).");
        }
    }

    /// <summary>Why a model cannot be decoded in a way, with what is expected and found; null if it can.</summary>
    /// <param name="decoding">The decoding.</param>
    /// <param name="shape">The sizes of the model.</param>
    /// <param name="labels">The labels of the model by name; null where it has none.</param>
    public static (string Problem, string Expected, string Found)? FindProblem(
        this LabelDecoding decoding, ElmanShape shape, LabelSet? labels)
    {
        if (decoding != LabelDecoding.ArgMax && shape.LabelCount > MaximumLabelsDecodedTogether)
        {
            return ("there are too many labels to be decoded together",
                $"at most {MaximumLabelsDecodedTogether} labels", $"{shape.LabelCount}");
        }

        if (decoding.UsesIob() && labels is null)
        {
            return ("IOB decoding needs the labels by name", "a label set", "none");
        }

        return decoding.UsesTransitions() && !shape.Variant.HasTransitions
            ? ("the model has not learned the transition scores that the decoding needs",
                $"the tensor {ElmanTensor.Transitions.FileName()}", "none")
            : null;
    }
}
