using System.Diagnostics;
using FastElman.Training;

namespace FastElman.Cli.Evaluation;

/// <summary>How long models take from the text of a sentence to its slots, on one thread.</summary>
internal static class SentenceTiming
{
    private const int Rounds = 21;

    /// <summary>The sentences of a large set that are timed.</summary>
    private const int MostSentences = 1000;

    /// <summary>The just-in-time compiler replaces its first code after 100 ms without new methods.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// Times <see cref="Tagger.FindSlots(string)"/>. The models take turns of one round, so that they meet the same
    /// machine. Each call is clocked by itself: it is too short to be interrupted often, so the median of its rounds
    /// is free of what else runs.
    /// </summary>
    /// <param name="models">Models with words and labels.</param>
    /// <param name="sentences">The sentences, at least one.</param>
    /// <returns>
    /// [models]: microseconds a sentence, the mean over the sentences of the median over the rounds.
    /// </returns>
    public static double[] MicrosecondsPerSentence(
        IReadOnlyList<CompiledModel> models, IReadOnlyList<string> sentences)
    {
        string[] timed = [.. sentences.Take(MostSentences)];
        TimedModel[] all = [.. models.Select(model => new TimedModel(new Tagger(model), timed))];
        using var pinning = CorePinning.Begin();
        foreach (var model in all)
        {
            var begin = Stopwatch.GetTimestamp();
            do
            {
                model.Run(round: 0);
            }
            while (Stopwatch.GetElapsedTime(begin) < WarmUp);
        }

        for (var round = 0; round < Rounds; round++)
        {
            Array.ForEach(all, model => model.Run(round));
        }

        return Array.ConvertAll(all, model => model.MeanOfMedians());
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

    private sealed class TimedModel(Tagger tagger, string[] sentences)
    {
        private readonly double[][] _microseconds = Array.ConvertAll(sentences, _ => new double[Rounds]);

        public void Run(int round)
        {
            for (var i = 0; i < sentences.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                tagger.FindSlots(sentences[i]);
                _microseconds[i][round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            }
        }

        public double MeanOfMedians() => _microseconds.Average(rounds => rounds.Order().ElementAt(Rounds / 2));
    }
}
