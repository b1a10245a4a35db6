using System.Globalization;
using FastElman.Training.Evaluation;

namespace FastElman.Training.Reports;

/// <summary>The section with conlleval's figures, slot by slot.</summary>
internal static class SlotTable
{
    private static readonly string[] Headings =
        ["slot", "F1", "precision", "recall", "correct", "in the corpus", "predicted"];

    public static void Write(HtmlWriter html, ConllResult score)
    {
        html.Element("h2", "Slots");
        html.Element(
            "p",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{score.Overall.GoldCount:N0} slots in the corpus; {score.Overall.PredictedCount:N0} were predicted, "
                + $"{score.Overall.CorrectCount:N0} of them with both ends and the name right. "
                + $"{Percent.Format(score.Accuracy).Trim()} % of the {score.TokenCount:N0} tokens have the right "
                + $"label, where, as in the tutorial, a token is counted before and after each sentence."));
        html.ScrollingTable("Slots", () =>
        {
            html.Element("thead", () => html.Element("tr", () =>
            {
                foreach (var heading in Headings)
                {
                    html.Element("th", heading, ("scope", "col"));
                }
            }));
            html.Element("tbody", () =>
            {
                WriteRow(html, "all slots", score.Overall, ("class", "all"));
                foreach (var slot in score.Slots)
                {
                    WriteRow(html, slot.Slot.Length > 0 ? slot.Slot : "(no name)", slot);
                }
            });
        });
    }

    private static void WriteRow(
        HtmlWriter html,
        string name,
        SlotScore slot,
        params ReadOnlySpan<(string Name, string Value)> attributes) => html.Element("tr", () =>
    {
        html.Element("th", name, ("scope", "row"));
        foreach (var percent in (double[])[slot.F1, slot.Precision, slot.Recall])
        {
            html.Element("td", Percent.Format(percent).Trim());
        }

        foreach (var count in (long[])[slot.CorrectCount, slot.GoldCount, slot.PredictedCount])
        {
            html.Element("td", count.ToString(CultureInfo.InvariantCulture));
        }
    }, attributes);
}
