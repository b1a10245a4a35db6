using System.Diagnostics;
using System.Globalization;
using FastElman.Cli.Evaluation;
using FastElman.Training;

namespace FastElman.Benchmarks.Models;

/// <summary>
/// What a word costs that a model does not know: sentences of known words beside the same sentences with one, two and
/// three words replaced by unknown ones of the corpus.
/// </summary>
internal static class UnknownWordCost
{
    private const int MostReplaced = 3;
    private const int Rounds = 201;
    private const int MostSentences = 60;

    /// <summary>A row for each number of unknown words, and the bytes that all calls allocated.</summary>
    /// <param name="model">The model.</param>
    /// <param name="corpus">With a test set of words.</param>
    public static IEnumerable<string> Measure(CompiledModel model, Corpus corpus)
    {
        var vocabulary = model.Vocabulary!;
        var sentences = corpus.GetSentences(CorpusSet.Test);
        string[] unknown =
            [.. sentences.SelectMany(each => each.Words).Where(word => !vocabulary.Contains(word)).Distinct()];
        string[][] known =
        [
            .. sentences.Where(each => each.Length > MostReplaced && each.Words.All(word => vocabulary.Contains(word)))
                .Take(MostSentences).Select(each => each.Words.ToArray()),
        ];
        var tagger = new Tagger(model);
        var (tokens, labels) = (new Range[4096], new int[4096]);
        using var pinning = CorePinning.Begin();
        yield return "| unknown words | µs a sentence | µs a word more |";
        yield return "|---:|---:|---:|";
        string[][] texts =
            [.. Enumerable.Range(0, MostReplaced + 1).Select(count => Replace(known, unknown, count))];
        for (var i = 0; i < 2000; i++)
        {
            Run(tagger, texts[i % texts.Length], tokens, labels);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var each in texts)
        {
            Run(tagger, each, tokens, labels);
        }

        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;

        // All numbers of words take turns, so that they meet the same machine.
        var times = Array.ConvertAll(texts, _ => new double[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            for (var count = 0; count < texts.Length; count++)
            {
                var start = Stopwatch.GetTimestamp();
                Run(tagger, texts[count], tokens, labels);
                times[count][round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / known.Length;
            }
        }

        for (var count = 0; count < texts.Length; count++)
        {
            var more = Enumerable.Range(0, Rounds).Select(round => times[count][round] - times[0][round]).Order();
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"| {count} | {times[count].Order().ElementAt(Rounds / 2):F2} | "
                + $"{(count == 0 ? "" : $"{more.ElementAt(Rounds / 2) / count:F2}")} |");
        }

        yield return $"{bytes} bytes allocated by {texts.Length * known.Length} calls";
    }

    private static void Run(Tagger tagger, string[] texts, Range[] tokens, int[] labels)
    {
        foreach (var text in texts)
        {
            tagger.TagText(text, tokens, labels);
        }
    }

    /// <summary>The sentences with their first words replaced, each by the next of the unknown words.</summary>
    private static string[] Replace(string[][] sentences, string[] unknown, int count)
    {
        var next = 0;
        return Array.ConvertAll(sentences, words => string.Join(
            ' ', words.Select((word, i) => i < count ? unknown[next++ % unknown.Length] : word)));
    }
}
