using System.Globalization;

namespace FastElman.Training.Reports;

/// <summary>The section with labelled sentences, those with the most wrong labels first.</summary>
internal static class SentenceList
{
    private const int MostWrong = 100;
    private const int MostRight = 10;
    private const string UnknownMark = "?";

    public static void Write(HtmlWriter html, IReadOnlyList<TaggedSentence> sentences)
    {
        html.Element("h2", "Sentences");
        TaggedSentence[] wrong =
        [
            .. sentences.Where(sentence => sentence.WrongCount > 0).OrderByDescending(sentence => sentence.WrongCount),
        ];
        TaggedSentence[] right = [.. sentences.Where(sentence => sentence.WrongCount == 0)];
        html.Element(
            "p",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{wrong.Length} of {sentences.Count} sentences have a wrong label. Below a word of a slot stands its "
                + $"label; a wrong one is framed and marked ✗, with the right one below. "
                + $"Words marked {UnknownMark} are unknown to the model."));
        WriteSome(html, "With wrong labels, the worst first", wrong, MostWrong);
        WriteSome(html, "With right labels only", right, MostRight);
    }

    private static void WriteSome(HtmlWriter html, string heading, TaggedSentence[] sentences, int most)
    {
        if (sentences.Length == 0)
        {
            return;
        }

        html.Element("h3", heading);
        html.Element("ol", () =>
        {
            foreach (var sentence in sentences.Take(most))
            {
                html.Element("li", () => WriteSentence(html, sentence));
                html.NewLine();
            }
        }, ("class", "sentences"));
        if (sentences.Length > most)
        {
            html.Element(
                "p",
                string.Create(CultureInfo.InvariantCulture, $"{sentences.Length - most} more are not shown."),
                ("class", "note"));
        }
    }

    private static void WriteSentence(HtmlWriter html, TaggedSentence sentence)
    {
        for (var i = 0; i < sentence.Words.Length; i++)
        {
            var (gold, predicted, isUnknown) = (sentence.Gold[i], sentence.Predicted[i], sentence.IsUnknown[i]);
            var word = sentence.Words[i];
            html.Element("span", () =>
            {
                html.Element("bdi", word);
                if (isUnknown)
                {
                    html.Element("sup", UnknownMark, ("title", "unknown to the model"));
                }

                if (gold != predicted)
                {
                    html.Element("small", () =>
                    {
                        html.Element("span", $"✗ {predicted}", ("class", "predicted"));
                        html.Element("span", $"right: {gold}", ("class", "gold"));
                    });
                }
                else if (gold != LabelSet.Outside)
                {
                    html.Element("small", gold);
                }
            }, ("class", (gold == predicted, gold) switch
            {
                (false, _) => "word wrong",
                (_, LabelSet.Outside) => "word",
                _ => "word slot",
            }));
            html.Text(" ");
        }
    }
}
