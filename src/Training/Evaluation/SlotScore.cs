using System.Globalization;
using FastElman.Training.Evaluation;
using FastElman.Validation;

namespace FastElman.Training;

/// <summary>
/// How well the chunks of one slot, or of all, were found. A chunk is found only if both ends and the slot are right.
/// </summary>
/// <param name="Slot">
/// The slot's name without <c>B-</c> and <c>I-</c>; empty for all slots together and for labels that name none.
/// </param>
/// <param name="CorrectCount">Chunks that are both in the corpus and predicted.</param>
/// <param name="GoldCount">Chunks in the corpus.</param>
/// <param name="PredictedCount">Chunks that were predicted.</param>
public readonly record struct SlotScore(string Slot, long CorrectCount, long GoldCount, long PredictedCount)
{
    /// <summary>
    /// The share of predicted chunks that are correct, in percent, 0 to 100; 0 if none was predicted.
    /// </summary>
    public double Precision => Percent.Of(CorrectCount, PredictedCount);

    /// <summary>The share of the corpus's chunks that were found, in percent, 0 to 100; 0 if there is none.</summary>
    public double Recall => Percent.Of(CorrectCount, GoldCount);

    /// <summary>The harmonic mean of precision and recall, in percent, 0 to 100; 0 where both are 0.</summary>
    public double F1 => Precision + Recall > 0 ? 2 * Precision * Recall / (Precision + Recall) : 0;

    /// <summary>The slot with F1, precision and recall, and the counts behind them.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(string.IsNullOrEmpty(Slot) ? "all slots" : MessageText.Sanitize(Slot))}: F1 {F1:F2}, "
        + $"precision {Precision:F2}, recall {Recall:F2}, {CorrectCount} of {GoldCount} found, "
        + $"{PredictedCount} predicted");
}
