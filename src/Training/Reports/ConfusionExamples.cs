using System.Globalization;

namespace FastElman.Training.Reports;

/// <summary>
/// Sentences below the table of confused slots, in which the confused words are marked. Those of the most frequent
/// confusions are seen at once; the others when a number in the table was followed.
/// </summary>
internal static class ConfusionExamples
{
    /// <summary>Confusions that are seen without being asked for.</summary>
    private const int MostSeen = 4;

    /// <summary>Different sentences for each confusion.</summary>
    private const int MostSentences = 3;

    /// <summary>Words that are shown before the first marked word and after the last.</summary>
    private const int Context = 12;

    private const string Omission = "…";

    /// <summary>Writes a group of sentences for each confusion.</summary>
    /// <param name="html">Receives the groups.</param>
    /// <param name="pairs">The confusions, the most frequent first.</param>
    /// <param name="confusion">Knows their sentences.</param>
    /// <param name="tableId">The table that the groups lead back to.</param>
    public static void Write(
        HtmlWriter html, IReadOnlyList<ConfusedPair> pairs, SlotConfusion confusion, string tableId) =>
        html.Element("div", () =>
        {
            for (var i = 0; i < pairs.Count; i++)
            {
                WriteGroup(html, pairs[i], confusion, tableId, i < MostSeen ? "example" : "example rare");
            }
        }, ("class", "examples"));

    private static void WriteGroup(
        HtmlWriter html, ConfusedPair pair, SlotConfusion confusion, string tableId, string style) =>
        html.Element("div", () =>
        {
            html.Element("h3", () =>
            {
                html.Text("right ");
                html.Element("bdi", pair.Gold);
                html.Text(", predicted ");
                html.Element("bdi", pair.Predicted);
                html.Text(Invariant($": {pair.Count} {(pair.Count == 1 ? "word" : "words")}"));
            });
            var sentences = confusion.SentencesOf(pair.Gold, pair.Predicted);
            var shown = sentences
                .DistinctBy(each => string.Join(' ', each.Sentence.Words), StringComparer.Ordinal)
                .Take(MostSentences)
                .ToArray();
            html.Element("ol", () =>
            {
                foreach (var (number, sentence) in shown)
                {
                    html.Element("li", () => WriteSentence(html, sentence, pair), ("value", Invariant($"{number}")));
                }
            });
            html.Element("p", () =>
            {
                if (sentences.Count - shown.Length is > 0 and var more)
                {
                    html.Text(more == 1
                        ? "1 more sentence is not shown. "
                        : Invariant($"{more} more sentences are not shown. "));
                }

                html.Element("a", "to the table", ("href", $"#{tableId}"));
            }, ("class", "note"));
        }, ("class", style), ("id", pair.Id));

    private static void WriteSentence(HtmlWriter html, TaggedSentence sentence, ConfusedPair pair)
    {
        bool[] marked = [.. sentence.Gold.Zip(sentence.Predicted, (gold, predicted) =>
            SlotConfusion.SlotOf(gold) == pair.Gold && SlotConfusion.SlotOf(predicted) == pair.Predicted)];
        var first = Array.IndexOf(marked, value: true);
        var start = Math.Max(0, first - Context);
        var end = Math.Min(marked.Length, Math.Min(Array.LastIndexOf(marked, value: true), first + Context) + Context);
        if (start > 0)
        {
            html.Text($"{Omission} ");
        }

        for (var i = start; i < end; i++)
        {
            if (i > start)
            {
                html.Text(" ");
            }

            var word = sentence.Words[i];
            if (marked[i])
            {
                html.Element("mark", () => html.Element("bdi", word));
            }
            else
            {
                html.Element("bdi", word);
            }
        }

        if (end < marked.Length)
        {
            html.Text($" {Omission}");
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
