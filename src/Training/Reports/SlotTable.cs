using System.Globalization;
using FastElman.Training.Evaluation;

namespace FastElman.Training.Reports;

/// <summary>
/// The section with conlleval's figures, slot by slot: those with the most mistakes first, those without folded away.
/// </summary>
internal static class SlotTable
{
    private static readonly (string Text, string? Swatch)[] Headings =
    [
        ("slot", null), ("mistakes", null), ("missed", "missed"), ("wrong", "invented"), ("correct", null),
        ("F1", null), ("precision", null), ("recall", null),
    ];

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
        SlotScore[] hurting =
        [
            .. score.Slots.Where(slot => Mistakes(slot) > 0).OrderByDescending(Mistakes),
        ];
        SlotScore[] perfect = [.. score.Slots.Where(slot => Mistakes(slot) == 0)];
        var most = hurting.Select(Mistakes).FirstOrDefault();
        html.ScrollingTable("Slots", () =>
        {
            WriteHead(html);
            html.Element("tbody", () =>
            {
                WriteRow(html, "all slots", score.Overall, most: null, ("class", "all"));
                foreach (var slot in hurting)
                {
                    WriteRow(html, NameOf(slot), slot, most);
                }
            });
        });
        html.Element(
            "p",
            "Missed slots are in the corpus and were not predicted; wrong ones were predicted and are not in the "
            + "corpus. A slot with a wrong end or a wrong name is both.",
            ("class", "note"));
        if (perfect.Length > 0)
        {
            var title = perfect.Length == 1 ? "1 slot without a mistake" : $"{perfect.Length} slots without a mistake";
            html.FoldedTable(title, title, () =>
            {
                WriteHead(html);
                html.Element("tbody", () =>
                {
                    foreach (var slot in perfect)
                    {
                        WriteRow(html, NameOf(slot), slot, most: null);
                    }
                });
            });
        }
    }

    private static void WriteHead(HtmlWriter html) => html.Element("thead", () => html.Element("tr", () =>
    {
        foreach (var (text, swatch) in Headings)
        {
            html.Element("th", () =>
            {
                if (swatch is not null)
                {
                    html.Element("span", content: null, ("class", $"swatch {swatch}"));
                }

                html.Text(text);
            }, ("scope", "col"));
        }
    }));

    /// <summary>Writes the figures of a slot.</summary>
    /// <param name="html">Receives the row.</param>
    /// <param name="name">What stands in its head.</param>
    /// <param name="slot">The figures.</param>
    /// <param name="most">The mistakes that a bar of full length stands for; null for no bar.</param>
    /// <param name="attributes">Attributes of the row.</param>
    private static void WriteRow(
        HtmlWriter html,
        string name,
        SlotScore slot,
        long? most,
        params ReadOnlySpan<(string Name, string Value)> attributes) => html.Element("tr", () =>
    {
        html.Element("th", name, ("scope", "row"));
        html.Element("td", () =>
        {
            html.Text(Count(Mistakes(slot)));
            html.Element("span", () =>
            {
                if (most is { } full)
                {
                    WriteBar(html, "missed", Missed(slot), full);
                    WriteBar(html, "invented", Invented(slot), full);
                }
            }, ("class", "mistakes"));
        });
        foreach (var count in (long[])[Missed(slot), Invented(slot), slot.CorrectCount])
        {
            html.Element("td", Count(count));
        }

        foreach (var percent in (double[])[slot.F1, slot.Precision, slot.Recall])
        {
            html.Element("td", Percent.Format(percent).Trim());
        }
    }, attributes);

    private static void WriteBar(HtmlWriter html, string style, long count, long full)
    {
        if (count > 0)
        {
            html.Element(
                "span",
                content: null,
                ("class", style),
                ("style", $"width:{HtmlWriter.Number(100.0 * count / full)}%"));
        }
    }

    private static long Mistakes(SlotScore slot) => Missed(slot) + Invented(slot);

    /// <summary>Slots of the corpus that were not predicted.</summary>
    private static long Missed(SlotScore slot) => slot.GoldCount - slot.CorrectCount;

    /// <summary>Predicted slots that are not in the corpus.</summary>
    private static long Invented(SlotScore slot) => slot.PredictedCount - slot.CorrectCount;

    private static string NameOf(SlotScore slot) => slot.Slot.Length > 0 ? slot.Slot : "(no name)";

    private static string Count(long count) => count.ToString(CultureInfo.InvariantCulture);
}
