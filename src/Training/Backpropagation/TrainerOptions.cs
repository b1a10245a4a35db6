using FastElman.Training.Validation;

namespace FastElman.Training;

/// <summary>How <see cref="Trainer"/> turns a sentence into an update. The defaults are the tutorial's.</summary>
/// <remarks>A trainer copies its options when it is made; later changes do not affect it. Not synchronised.</remarks>
public sealed class TrainerOptions
{
    /// <summary>How gradients become updates.</summary>
    public TrainingOptimizer Optimizer { get; set; } = TrainingOptimizer.GradientDescent;

    /// <summary>The share of every word's target that is spread evenly over all labels, 0 to below 1.</summary>
    public double LabelSmoothing { get; set; }

    /// <summary>The instruction set to compute with; null for <see cref="SimdInfo.Active"/>.</summary>
    public InstructionSet? InstructionSet { get; set; }

    /// <summary>The optimiser and the label smoothing.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"{Optimizer}, label smoothing {LabelSmoothing}, {InstructionSet?.ToString() ?? "best instruction set"}");

    /// <summary>
    /// Refuses values out of range; an instruction set that the machine lacks is refused where it is used.
    /// </summary>
    internal void Validate()
    {
        OptionCheck.Defined(Optimizer, nameof(Optimizer));
        OptionCheck.Require(
            LabelSmoothing is >= 0 and < 1 && (float)LabelSmoothing < 1,
            nameof(LabelSmoothing),
            LabelSmoothing,
            "it is at least 0 and below 1, in single precision too");
        if (InstructionSet is { } set)
        {
            OptionCheck.Defined(set, nameof(InstructionSet));
        }
    }
}
