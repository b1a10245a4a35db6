using System.Globalization;
using FastElman.Training.Embeddings;

namespace FastElman.Training.Reports;

/// <summary>The section with the words whose embeddings are nearest to those of frequent words.</summary>
internal static class NeighbourTable
{
    /// <summary>The largest number of words outside slots, and of words inside.</summary>
    private const int MostWords = 8;

    private const int Neighbours = 6;

    public static void Write(HtmlWriter html, Corpus corpus, ElmanModel model)
    {
        html.Element("h2", "Nearest words");
        if (model is not { Vocabulary: { } vocabulary, Labels: { } labels })
        {
            html.Element("p", "The corpus does not say which words its indices stand for.");
            return;
        }

        html.Element(
            "p",
            "Frequent words of the training set, outside slots first, and the words whose embeddings point in the most "
            + "similar direction, with the cosine of the angle between them.");
        var nearest = new NearestWords(model.Parameters);
        html.ScrollingTable("Nearest words", () =>
        {
            html.Element("thead", () => html.Element("tr", () =>
            {
                html.Element("th", "word", ("scope", "col"));
                html.Element("th", "occurs", ("scope", "col"));
                html.Element("th", "nearest words", ("scope", "col"), ("class", "text"));
            }));
            html.Element("tbody", () =>
            {
                foreach (var (word, count) in FrequentWords.Of(corpus, vocabulary, labels, MostWords))
                {
                    WriteRow(html, vocabulary, nearest, word, count);
                }
            });
        });
    }

    private static void WriteRow(HtmlWriter html, Vocabulary vocabulary, NearestWords nearest, int word, int count) =>
        html.Element("tr", () =>
    {
        html.Element("th", () => html.Element("bdi", vocabulary[word]), ("scope", "row"));
        html.Element("td", count.ToString(CultureInfo.InvariantCulture));
        html.Element("td", () =>
        {
            foreach (var (other, cosine) in nearest.Of(word, Neighbours))
            {
                html.Element("span", () =>
                {
                    html.Element("bdi", vocabulary[other]);
                    html.Text(" ");
                    html.Element("small", cosine.ToString("F2", CultureInfo.InvariantCulture));
                }, ("class", "neighbour"));
                html.Text(" ");
            }
        }, ("class", "text"));
    });
}
