using System.Diagnostics;
using FastElman.Training;

namespace FastElman.Cli.Evaluation;

/// <summary>How long a model takes from the text of a sentence to its slots, on one thread.</summary>
internal static class SentenceTiming
{
    private const int Rounds = 21;

    /// <summary>The sentences of a large set that are timed.</summary>
    private const int MostSentences = 1000;

    /// <summary>The just-in-time compiler replaces its first code after 100 ms without new methods.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// Times <see cref="Tagger.FindSlots(string)"/>. Each call is clocked by itself: it is too short to be interrupted
    /// often, so the median of its rounds is free of what else runs on the machine.
    /// </summary>
    /// <param name="model">A model with words and labels.</param>
    /// <param name="sentences">The sentences, at least one.</param>
    /// <returns>Microseconds: the mean over the sentences of the median over the rounds.</returns>
    public static double MicrosecondsPerSentence(CompiledModel model, IReadOnlyList<string> sentences)
    {
        var tagger = new Tagger(model);
        string[] timed = [.. sentences.Take(MostSentences)];
        var times = Array.ConvertAll(timed, _ => new double[Rounds]);
        using var pinning = CorePinning.Begin();
        var begin = Stopwatch.GetTimestamp();
        do
        {
            Array.ForEach(timed, text => tagger.FindSlots(text));
        }
        while (Stopwatch.GetElapsedTime(begin) < WarmUp);

        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < timed.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                tagger.FindSlots(timed[i]);
                times[i][round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            }
        }

        return times.Average(each =>
        {
            Array.Sort(each);
            return each[Rounds / 2];
        });
    }

    /// <summary>The sentences of a set as text: words with a blank between.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="set">The set of it.</param>
    /// <param name="vocabulary">The words of indices.</param>
    public static IReadOnlyList<string> TextsOf(Corpus corpus, CorpusSet set, Vocabulary vocabulary) =>
    [
        .. corpus.GetSentences(set).Select(sentence => string.Join(
            ' ',
            sentence.IsIndexed
                ? sentence.WordIndices.ToArray().Where(index => index >= 0).Select(index => vocabulary[index])
                : sentence.Words)),
    ];
}
