namespace FastElman.Model;

/// <summary>The parameters of a hidden layer that reads the sentence in one direction.</summary>
internal readonly record struct HiddenLayerTensors(
    ElmanTensor InputWeights, ElmanTensor RecurrentWeights, ElmanTensor Bias, ElmanTensor InitialState)
{
    /// <summary>Of the layer that reads from the first word on.</summary>
    public static HiddenLayerTensors Forward { get; } =
        new(ElmanTensor.InputWeights, ElmanTensor.RecurrentWeights, ElmanTensor.HiddenBias, ElmanTensor.InitialState);

    /// <summary>Of the layer that reads from the last word on.</summary>
    public static HiddenLayerTensors Backward { get; } =
        new(
            ElmanTensor.BackwardInputWeights,
            ElmanTensor.BackwardRecurrentWeights,
            ElmanTensor.BackwardHiddenBias,
            ElmanTensor.BackwardInitialState);

    /// <summary>Those of a network, the forward one first.</summary>
    public static HiddenLayerTensors[] Of(NetworkKind kind) =>
        kind == NetworkKind.Bidirectional ? [Forward, Backward] : [Forward];
}
