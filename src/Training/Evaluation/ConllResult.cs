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
}
