using System.Globalization;

namespace FastElman.Training.Reports;

/// <summary>The section with the slots that are confused most.</summary>
internal static class ConfusionTable
{
    private const int MostSlots = 20;

    /// <summary>Shades of the cells, the strongest for the most frequent confusion.</summary>
    private const int Shades = 4;

    public static void Write(HtmlWriter html, SlotConfusion confusion)
    {
        html.Element("h2", "Confused slots");
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
            + "B- and I- are not told apart.");
        var worst = slots
            .SelectMany(
                gold => slots.Where(predicted => predicted != gold).Select(wrong => confusion.Count(gold, wrong)))
            .Max();
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
                            var count = confusion.Count(gold, predicted);
                            html.Element(
                                "td",
                                count == 0 ? string.Empty : count.ToString(CultureInfo.InvariantCulture),
                                ("class", StyleOf(gold == predicted, count, worst)));
                        }
                    });
                }
            });
        }, ("class", "confusion"));
    }

    private static string StyleOf(bool isRight, int count, int worst) => (isRight, count) switch
    {
        (true, _) => "right",
        (_, 0) => "none",
        _ => $"shade{1 + ((Shades - 1) * count / worst)}",
    };
}
