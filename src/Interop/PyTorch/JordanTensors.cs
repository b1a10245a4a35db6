namespace FastElman.Interop.PyTorch;

/// <summary>
/// Knows the Jordan network of <see cref="ModuleSource"/> by its shapes, after PyTorch has saved it without metadata:
/// the state that its layer hands on, and so the initial state, has the size of the labels and not that of the layer.
/// </summary>
internal static class JordanTensors
{
    /// <summary>Whether they are one. Where there are as many labels as hidden units, the shapes do not tell.</summary>
    public static bool Are(StateDict dict) =>
        Find(dict, ModuleTensor.RecurrentWeight) is { Shape: [var hidden, var state] } && state != hidden
        && Find(dict, ModuleTensor.InitialState) is { Shape: [1, var initial] } && initial == state
        && Find(dict, ModuleTensor.OutputWeight) is { Shape: [var labels, var units] } && labels == state
        && units == hidden;

    private static StateDictTensor? Find(StateDict dict, ModuleTensor tensor) =>
        dict.Tensors.FirstOrDefault(each => each.Name == ModuleTensorNames.NameOf(tensor));
}
