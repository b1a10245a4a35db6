namespace FastElman.Interop.Onnx.Writing;

/// <summary>Names in the graphs: those that a caller needs, and those of tensors that differ from a dump's.</summary>
internal static class GraphNames
{
    public const string Words = "words", Lengths = "lengths", Windows = "windows";
    public const string IsFirst = "is_first", State = "state", NewState = "new_state";
    public const string Probabilities = "probabilities", Labels = "labels", Transitions = "transitions";

    /// <summary>Names of sizes that each call chooses.</summary>
    public const string Sequence = "sequence", Batch = "batch";

    /// <summary>The operator RNN's weights and biases, by its documentation; the initial states are h0.</summary>
    public const string RnnInputWeights = "W", RnnRecurrentWeights = "R", RnnBiases = "B";

    /// <summary>An output must not have the name of a tensor.</summary>
    public const string TransitionScores = "transition_scores";

    /// <summary>The activation as an operator of ONNX, and as the operator RNN names it.</summary>
    public static string Operator(this HiddenActivation activation) => activation switch
    {
        HiddenActivation.Sigmoid => "Sigmoid",
        HiddenActivation.Tanh => "Tanh",
        _ => "Relu",
    };
}
