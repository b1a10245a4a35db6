using System.Globalization;

namespace FastElman.Training.Reports;

/// <summary>The section with the slots that are confused most, and sentences of each confusion.</summary>
internal static class ConfusionTable
{
    private const int MostSlots = 20;

    /// <summary>The id of the section, which its sentences lead back to.</summary>
    private const string Id = "confused-slots";

    /// <summary>Shades of the cells, the strongest for the most frequent confusion.</summary>
    private const int Shades = 4;

    public static void Write(HtmlWriter html, SlotConfusion confusion)
    {
        html.Element("h2", "Confused slots", ("id", Id));
        var slots = confusion.MostConfused(MostSlots);
        if (slots.Count == 0)
        {
            html.Element("p", "No word was put into a wrong slot.");
            return;
        }

        html.Element(
            "p",
            "Words of the slot on the left that were taken for the slot above; the diagonal has those that are right. "
            + $"Shown are the up to {MostSlots} slots with the most wrong words; {LabelSet.Outside} is no slot, and "
            + "B- and I- are not told apart. A number leads to sentences with such words.");
        var pairs = ConfusedPair.Among(slots, confusion);
        var worst = pairs is [var first, ..] ? first.Count : 0;
        var ids = pairs.ToDictionary(pair => (pair.Gold, pair.Predicted), pair => pair.Id);
        html.ScrollingTable("Confused slots", () =>
        {
            html.Element("thead", () => html.Element("tr", () =>
            {
                html.Element("th", "right slot", ("scope", "col"));
                foreach (var predicted in slots)
                {
                    html.Element("th", () => html.Element("span", predicted), ("scope", "col"), ("class", "upright"));
                }
            }));
            html.Element("tbody", () =>
            {
                foreach (var gold in slots)
                {
                    html.Element("tr", () =>
                    {
                        html.Element("th", gold, ("scope", "row"));
                        foreach (var predicted in slots)
                        {
                            WriteCell(
                                html,
                                confusion.Count(gold, predicted),
                                ids.GetValueOrDefault((gold, predicted)),
                                StyleOf(gold == predicted, confusion.Count(gold, predicted), worst));
                        }
                    });
                }
            });
        }, ("class", "confusion"));
        ConfusionExamples.Write(html, pairs, confusion, Id);
    }

    private static void WriteCell(HtmlWriter html, int count, string? target, string style)
    {
        var text = count == 0 ? string.Empty : count.ToString(CultureInfo.InvariantCulture);
        html.Element("td", () =>
        {
            if (target is null)
            {
                html.Text(text);
            }
            else
            {
                html.Element("a", text, ("href", $"#{target}"));
            }
        }, ("class", style));
    }

    private static string StyleOf(bool isRight, int count, int worst) => (isRight, count) switch
    {
        (true, _) => "right",
        (_, 0) => "none",
        _ => $"shade{1 + ((Shades - 1) * count / worst)}",
    };
}
