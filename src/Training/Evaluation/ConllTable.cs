using System.Globalization;

namespace FastElman.Training.Evaluation;

/// <summary>conlleval's printed form of a result.</summary>
internal static class ConllTable
{
    private const int SlotWidth = 17;
    private const int CountWidth = 4;

    public static void Write(ConllResult result, TextWriter writer)
    {
        var overall = result.Overall;
        writer.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"processed {result.TokenCount} tokens with {overall.GoldCount} phrases; "
            + $"found: {overall.PredictedCount} phrases; correct: {overall.CorrectCount}.\n"));
        if (result.TokenCount > 0)
        {
            writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"accuracy: {Percent.Format(result.Accuracy)}%; "
                + $"{overall.CorrectCount} {overall.GoldCount} {overall.PredictedCount} {Scores(overall)}\n"));
        }

        foreach (var slot in result.Slots)
        {
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"{slot.Slot.PadLeft(SlotWidth)}: "
                + $"{Count(slot.CorrectCount)} {Count(slot.GoldCount)} {Count(slot.PredictedCount)} "
                + $"{Scores(slot)}  {slot.PredictedCount}\n");
            writer.Write(line);

            if (IsPrintedTwice(slot))
            {
                writer.Write(line);
            }
        }
    }

    /// <summary>
    /// The script overlooks a repeated name where it is empty, and prints what both sides have twice.
    /// </summary>
    public static bool IsPrintedTwice(SlotScore slot) =>
        slot.Slot.Length == 0 && slot.GoldCount > 0 && slot.PredictedCount > 0;

    private static string Scores(SlotScore score) =>
        $"precision: {Percent.Format(score.Precision)}%; recall: {Percent.Format(score.Recall)}%; "
        + $"FB1: {Percent.Format(score.F1)}";

    /// <summary>C's <c>% 4d</c>: at least one space in front, however wide the number.</summary>
    private static string Count(long count) => $" {count.ToString(CultureInfo.InvariantCulture)}".PadLeft(CountWidth);
}
