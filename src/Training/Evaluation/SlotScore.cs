using FastElman.Training.Evaluation;

namespace FastElman.Training;

/// <summary>How well the chunks of one slot, or of all, were found. A chunk counts as found only whole: both ends and the slot.</summary>
/// <param name="Slot">The slot's name without <c>B-</c> and <c>I-</c>; empty for all slots together and for labels that name none.</param>
/// <param name="CorrectCount">Chunks that are both in the corpus and predicted.</param>
/// <param name="GoldCount">Chunks in the corpus.</param>
/// <param name="PredictedCount">Chunks that were predicted.</param>
public readonly record struct SlotScore(string Slot, long CorrectCount, long GoldCount, long PredictedCount)
{
    /// <summary>Correct of the predicted chunks, in percent, 0 to 100; 0 where none was predicted.</summary>
    public double Precision => Percent.Of(CorrectCount, PredictedCount);

    /// <summary>Found of the corpus's chunks, in percent, 0 to 100; 0 where there is none.</summary>
    public double Recall => Percent.Of(CorrectCount, GoldCount);

    /// <summary>The harmonic mean of precision and recall, in percent, 0 to 100; 0 where both are 0.</summary>
    public double F1 => Precision + Recall > 0 ? 2 * Precision * Recall / (Precision + Recall) : 0;
}
