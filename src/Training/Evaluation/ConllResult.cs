using System.Globalization;
using FastElman.Training.Evaluation;

namespace FastElman.Training;

/// <summary>The figures that conlleval prints.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class ConllResult
{
    internal ConllResult(long tokenCount, long correctTokenCount, SlotScore overall, IReadOnlyList<SlotScore> slots)
    {
        TokenCount = tokenCount;
        CorrectTokenCount = correctTokenCount;
        Overall = overall;
        Slots = slots;
    }

    /// <summary>The figures of counts.</summary>
    /// <param name="tokenCount">Words that were compared.</param>
    /// <param name="correctTokenCount">Those with the right label.</param>
    /// <param name="slots">The slots, in any order; a name may come several times, and its counts are added up.</param>
    internal static ConllResult Of(long tokenCount, long correctTokenCount, IEnumerable<SlotScore> slots)
    {
        SlotScore[] sums =
        [
            .. slots
                .Where(slot => slot.GoldCount > 0 || slot.PredictedCount > 0)
                .GroupBy(slot => slot.Slot, (name, same) => Sum(name, same), StringComparer.Ordinal)
                .OrderBy(slot => slot.Slot, StringComparer.Ordinal),
        ];
        return new ConllResult(tokenCount, correctTokenCount, Sum("", sums), sums);
    }

    /// <summary>Words that were compared.</summary>
    public long TokenCount { get; }

    /// <summary>Words whose predicted label is the right one.</summary>
    public long CorrectTokenCount { get; }

    /// <summary>Words with the right label, in percent, 0 to 100; 0 where there are no words.</summary>
    public double Accuracy => Percent.Of(CorrectTokenCount, TokenCount);

    /// <summary>
    /// The chunks of all slots together; its <see cref="SlotScore.F1"/> is the figure that papers report.
    /// </summary>
    public SlotScore Overall { get; }

    /// <summary>
    /// One score for each slot in the corpus or among the predictions, in ordinal order of the names.
    /// </summary>
    public IReadOnlyList<SlotScore> Slots { get; }

    /// <summary>Writes conlleval's table, character for character; lines end with <c>\n</c>.</summary>
    /// <param name="writer">Receives the table.</param>
    public void Write(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ConllTable.Write(this, writer);
    }

    /// <summary>Overall F1, precision, recall and accuracy.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"F1 {Overall.F1:F2}, precision {Overall.Precision:F2}, recall {Overall.Recall:F2}, "
        + $"accuracy {Accuracy:F2}, {TokenCount} tokens");

    private static SlotScore Sum(string name, IEnumerable<SlotScore> slots) => slots.Aggregate(
        new SlotScore(name, 0, 0, 0),
        (sum, slot) => new SlotScore(
            name,
            sum.CorrectCount + slot.CorrectCount,
            sum.GoldCount + slot.GoldCount,
            sum.PredictedCount + slot.PredictedCount));
}
