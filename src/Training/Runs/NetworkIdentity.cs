namespace FastElman.Training.Runs;

/// <summary>Network and decoding as checkpoints and folders of a search record them.</summary>
internal static class NetworkIdentity
{
    /// <summary>
    /// The text that identifies a network and its decoding. It is compared with that of files written earlier, so it
    /// must never change: its words are those of the first version, whatever the types are called today.
    /// </summary>
    public static string Of(NetworkVariant network, LabelDecoding decoding)
    {
        var words = decoding switch
        {
            LabelDecoding.ArgMax => "ArgMax",
            LabelDecoding.Iob => "IobConstraints",
            LabelDecoding.Transitions => "TransitionScores",
            LabelDecoding.IobTransitions => "IobConstraints, TransitionScores",
            _ => throw new ArgumentOutOfRangeException(nameof(decoding), decoding, "There is no such decoding."),
        };
        return $"NetworkVariant {{ Kind = {network.Kind}, Activation = {network.Activation}, Decoding = {words} }}";
    }
}
