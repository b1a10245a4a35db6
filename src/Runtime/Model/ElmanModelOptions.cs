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

    /// <summary>
    /// Whether the checksum of a model file is verified, which is the default. Where a process is started for a single answer and files are known to be
    /// sound, false saves the time of loading the operating system's cryptographic library: about 3 ms, once a process, on Linux. All other checks
    /// are made all the same.
    /// </summary>
    public bool VerifyChecksum { get; init; } = true;

    /// <summary>The instruction set of the kernels; null for <see cref="SimdInfo.Active"/>.</summary>
    public InstructionSet? InstructionSet { get; init; }

    /// <summary>
    /// Bytes that the table of projected embeddings may take: (words + 1) · window · hidden floats, 1.8 MB for the tutorial's vocabulary and
    /// 100 hidden units. Within the budget the table takes the place of the input product, which makes a step about twice as fast;
    /// beyond it the product is computed. 0 for no table. The default is 64 MiB.
    /// </summary>
    public long ProjectionBudget { get; init; } = 64L << 20;

    /// <summary>
    /// The precision of the recurrent and the output weights. The default, <see cref="WeightPrecision.Float32"/>, is exact; the other is an
    /// option on x86 with AVX2 or AVX-512, not for Jordan networks or ReLU, and has no effect elsewhere: <see cref="ElmanModel.Precision"/> tells.
    /// </summary>
    public WeightPrecision Precision { get; init; }

    /// <summary>
    /// How labels are found; null for what the model's variant says. <see cref="LabelDecoding.IobConstraints"/> can be asked of any model that knows its labels by name,
    /// without training it anew.
    /// </summary>
    public LabelDecoding? Decoding { get; init; }
}
