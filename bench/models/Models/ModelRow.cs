using System.Globalization;
using FastElman.Cli.Evaluation;
using FastElman.Training;

namespace FastElman.Benchmarks.Models;

/// <summary>A row of the table: the models that one setting gave, each with another seed.</summary>
internal static class ModelRow
{
    private const double BytesOfKilobyte = 1000;

    /// <summary>
    /// F1 in percent on the validation set (mean), on the test set (mean, minimum, maximum) and on its sentences with a
    /// word that the model does not know (mean); seconds, kilobytes, and µs a sentence without and with such a word.
    /// </summary>
    /// <param name="name">The setting.</param>
    /// <param name="seconds">Processor time of a run.</param>
    /// <param name="corpus">With a test set, and a validation set or none.</param>
    /// <param name="models">The models and their files.</param>
    public static string Of(string name, string seconds, Corpus corpus, (ElmanModel Model, string File)[] models)
    {
        CompiledModel[] compiled = [.. models.Select(each => each.Model.Compile())];
        var unknown = Part(corpus, models[0].Model, isKnown: false);
        var test = F1(compiled, corpus, CorpusSet.Test);
        return string.Join(" | ", [
            $"| {name}",
            corpus.HasSet(CorpusSet.Validation) ? Number(F1(compiled, corpus, CorpusSet.Validation).Average()) : "-",
            Number(test.Average()),
            Number(test.Min()),
            Number(test.Max()),
            unknown is null ? "-" : Number(F1(compiled, unknown, CorpusSet.Test).Average()),
            seconds,
            (new FileInfo(models[0].File).Length / BytesOfKilobyte).ToString("F0", CultureInfo.InvariantCulture),
            Microseconds(compiled[0], Part(corpus, models[0].Model, isKnown: true)),
            $"{Microseconds(compiled[0], unknown)} |",
        ]);
    }

    private static double[] F1(CompiledModel[] models, Corpus corpus, CorpusSet set) =>
        Array.ConvertAll(models, model => ConllEvaluation.Evaluate(model, corpus, set).Overall.F1);

    /// <summary>
    /// The sentences of the test set whose words are all known, or the others; null where there are none.
    /// </summary>
    private static Corpus? Part(Corpus corpus, ElmanModel model, bool isKnown)
    {
        var vocabulary = model.Vocabulary!;
        CorpusSentence[] sentences =
        [
            .. corpus.GetSentences(CorpusSet.Test).Where(sentence =>
                (sentence.IsIndexed || sentence.Words.All(word => vocabulary.Contains(word))) == isKnown),
        ];
        return sentences.Length == 0
            ? null
            : new Corpus(null, null, sentences, corpus.Vocabulary, corpus.Labels);
    }

    private static string Microseconds(CompiledModel model, Corpus? corpus) => corpus is null
        ? "-"
        : SentenceTiming
            .MicrosecondsPerSentence([model], SentenceTiming.TextsOf(corpus, CorpusSet.Test, model.Vocabulary!))[0]
            .ToString("F1", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("F2", CultureInfo.InvariantCulture);
}
