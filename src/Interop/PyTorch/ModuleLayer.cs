using FastElman.Model;

namespace FastElman.Interop.PyTorch;

/// <summary>The parameters of a recurrent layer in one direction, in the module and here.</summary>
internal readonly record struct ModuleLayer(
    ModuleTensor InputWeight,
    ModuleTensor RecurrentWeight,
    ModuleTensor InputBias,
    ModuleTensor RecurrentBias,
    HiddenLayerTensors Target)
{
    private static readonly ModuleLayer Forward = new(
        ModuleTensor.InputWeight,
        ModuleTensor.RecurrentWeight,
        ModuleTensor.InputBias,
        ModuleTensor.RecurrentBias,
        HiddenLayerTensors.Forward);

    private static readonly ModuleLayer Backward = new(
        ModuleTensor.BackwardInputWeight,
        ModuleTensor.BackwardRecurrentWeight,
        ModuleTensor.BackwardInputBias,
        ModuleTensor.BackwardRecurrentBias,
        HiddenLayerTensors.Backward);

    /// <summary>Whether it reads the sentence from its end.</summary>
    public bool IsBackward => InputWeight == ModuleTensor.BackwardInputWeight;

    /// <summary>Those of a network, the forward one first.</summary>
    public static ModuleLayer[] Of(NetworkKind kind) =>
        kind == NetworkKind.Bidirectional ? [Forward, Backward] : [Forward];
}
