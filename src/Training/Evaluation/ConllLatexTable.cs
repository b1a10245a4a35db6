using System.Globalization;

namespace FastElman.Training.Evaluation;

/// <summary>The rows of a LaTeX table that conlleval.pl prints with <c>-l</c>, character for character.</summary>
internal static class ConllLatexTable
{
    private const int SlotWidth = 7;

    public static void Write(ConllResult result, TextWriter writer)
    {
        writer.Write("        & Precision &  Recall  & F$_{\\beta=1} \\\\\\hline");
        foreach (var slot in result.Slots)
        {
            var row = string.Create(
                CultureInfo.InvariantCulture, $"\n{slot.Slot.PadRight(SlotWidth)} &  {Scores(slot)} \\\\");
            writer.Write(row);
            if (ConllTable.IsPrintedTwice(slot))
            {
                writer.Write(row);
            }
        }

        writer.Write("\\hline\n");
        writer.Write($"Overall &  {Scores(result.Overall)} \\\\\\hline\n");
    }

    private static string Scores(SlotScore score) =>
        $"{Percent.Format(score.Precision)}\\% & {Percent.Format(score.Recall)}\\% & {Percent.Format(score.F1)}";
}
