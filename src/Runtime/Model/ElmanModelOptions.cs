namespace FastElman;

/// <summary>What may be chosen when a model is made or loaded.</summary>
public sealed record ElmanModelOptions
{
    /// <summary>All defaults.</summary>
    public static ElmanModelOptions Default { get; } = new();

    /// <summary>Takes parameters that are NaN or infinite, which are otherwise refused. Their predictions are what Theano's would be.</summary>
    public bool AllowNonFinite { get; init; }

    /// <summary>Takes a file that has tensors besides the seven, which are then ignored; otherwise it is refused.</summary>
    public bool AllowUnknownTensors { get; init; }

    /// <summary>The instruction set of the kernels; null for <see cref="SimdInfo.Active"/>.</summary>
    public InstructionSet? InstructionSet { get; init; }
}
