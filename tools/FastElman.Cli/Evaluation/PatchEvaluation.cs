using System.Globalization;
using FastElman.Cli.Terminal;
using FastElman.Training;
using FastElman.Training.Evaluation;

namespace FastElman.Cli.Evaluation;

/// <summary>What a model gives for a set of a corpus, before and after words were added to it.</summary>
/// <param name="UnknownWords">Words of the set, repetitions with them, that the model takes for unknown.</param>
/// <param name="Words">All words of the set.</param>
/// <param name="Score">
/// conlleval's figures; null where words are unknown and the vocabulary has no <c>&lt;UNK&gt;</c> to stand for them.
/// </param>
internal sealed record PatchEvaluation(int UnknownWords, int Words, SlotScore? Score)
{
    private const string None = "-";

    /// <summary>Evaluates a model.</summary>
    /// <param name="model">A compiled model with words and labels.</param>
    /// <param name="corpus">The corpus.</param>
    /// <param name="set">One of its sets.</param>
    public static PatchEvaluation Evaluate(CompiledModel model, Corpus corpus, CorpusSet set)
    {
        var sentences = corpus.GetSentences(set);
        var words = sentences.Sum(sentence => sentence.Length);
        var vocabulary = model.Vocabulary!;
        if (vocabulary.UnknownIndex is null)
        {
            var unknown = sentences.Sum(sentence => CountUnknown(sentence, corpus, vocabulary));
            if (unknown > 0)
            {
                return new PatchEvaluation(unknown, words, Score: null);
            }
        }

        var scored = new ScoredSet(sentences, corpus.CreateEncoding(vocabulary, model.Labels!));
        return new PatchEvaluation(
            vocabulary.UnknownIndex is { } index ? scored.Words.Count(index) : 0,
            words,
            ConllEvaluation.Evaluate(model, corpus, set).Overall);
    }

    /// <summary>Writes two evaluations side by side.</summary>
    public static void Write(PatchEvaluation before, PatchEvaluation after, StandardStreams streams)
    {
        streams.WriteProse(string.Create(
            CultureInfo.InvariantCulture,
            $"unknown words of {before.Words}, and conlleval's figures in percent, before and after"));
        var output = streams.Output;
        output.WriteLine("                before     after");
        Row("unknown words", each => each.UnknownWords.ToString(CultureInfo.InvariantCulture));
        Row("precision", each => Shown(each.Score?.Precision));
        Row("recall", each => Shown(each.Score?.Recall));
        Row("F1", each => Shown(each.Score?.F1));

        void Row(string name, Func<PatchEvaluation, string> value) =>
            output.WriteLine($"{name,-13} {value(before),8}  {value(after),8}");
    }

    private static string Shown(double? percent) => percent is { } value ? Percent.Format(value) : None;

    private static int CountUnknown(CorpusSentence sentence, Corpus corpus, Vocabulary vocabulary)
    {
        if (!sentence.IsIndexed)
        {
            return sentence.Words.Count(word => !vocabulary.Contains(word));
        }

        // Indices of a corpus without words are those of the model.
        var unknown = 0;
        foreach (var index in corpus.Vocabulary is null ? [] : sentence.WordIndices)
        {
            unknown += index >= 0 && index < corpus.Vocabulary!.Count && !vocabulary.Contains(corpus.Vocabulary[index])
                ? 1
                : 0;
        }

        return unknown;
    }
}
