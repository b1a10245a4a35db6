using FastElman.Training.Evaluation;

namespace FastElman.Training;

/// <summary>What is left of the slots that a model finds where those below a confidence are left out.</summary>
/// <param name="MinimumConfidence">
/// Slots below it are left out, as with <see cref="CompileOptions.MinimumConfidence"/>.
/// </param>
/// <param name="FoundCount">The slots that the model finds, including those that are left out.</param>
/// <param name="Score">How well the other slots agree with those in the corpus.</param>
public readonly record struct CoverageScore(float MinimumConfidence, long FoundCount, SlotScore Score)
{
    /// <summary>Slots that are left out.</summary>
    public long OmittedCount => FoundCount - Score.PredictedCount;

    /// <summary>The share of the slots found that are kept, in percent, 0 to 100; 0 if none was found.</summary>
    public double Coverage => Percent.Of(Score.PredictedCount, FoundCount);

    /// <summary>The confidence, the coverage and F1.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"confidence {MinimumConfidence}, coverage {Coverage:F2}, F1 {Score.F1:F2}");
}
