using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using FastElman.Files;

namespace FastElman.Training.Reports;

/// <summary>The head of a report: what was trained, how, and where.</summary>
/// <param name="Corpus">What was trained on.</param>
/// <param name="Options">How.</param>
/// <param name="Standing">What came of it.</param>
/// <param name="Duration">How long it took; null where that is not known.</param>
/// <param name="Written">When the report is made.</param>
internal sealed record RunFacts(Corpus Corpus, TrainingOptions Options, RunStatus Standing, TimeSpan? Duration, DateTimeOffset Written)
{
    public string CorpusName => Path.GetFileName(Path.TrimEndingDirectorySeparator(Corpus.Path));

    public void Write(HtmlWriter html)
    {
        html.Element("header", () =>
        {
            html.Element("h1", $"Training on {CorpusName}");
            if (Stop() is { } stop)
            {
                html.Element("p", stop, ("class", "stopped"));
            }

            html.Element("p", Outcome(), ("class", "outcome"));
        });
        html.Element("dl", () =>
        {
            foreach (var (name, value) in Facts())
            {
                html.Element("div", () =>
                {
                    html.Element("dt", name);
                    html.Element("dd", value);
                });
                html.NewLine();
            }
        });
    }

    /// <summary>What stopped the run before its end, or null.</summary>
    private string? Stop() => Standing switch
    {
        { Divergence: { } divergence } => Describe(divergence),
        { UnfinishedEpoch: { } epoch } => Invariant($"The run was interrupted in epoch {epoch}, after {Standing.UpdateCount:N0} updates."),
        _ => null,
    };

    private string Outcome()
    {
        if (Standing.Result is not { } result)
        {
            return "No epoch had ended: there is no model.";
        }

        if (Standing.UnfinishedEpoch is null && Options.SentenceLimit <= result.UpdateCount)
        {
            return $"A limit ended the run: the model is that of update {result.UpdateCount}.";
        }

        var soFar = Standing.UnfinishedEpoch is null ? string.Empty : "The best model so far: ";
        return result.Best is { ValidationF1: { } validation } best
            ? Invariant($"{soFar}F1 {validation:F2} on the validation set{(best.TestF1 is { } test ? Invariant($", {test:F2} on the test set") : string.Empty)}, in epoch {best.Epoch} of {result.Epochs.Count}.")
            : Invariant($"There is no validation set to choose an epoch by: the model is that of the last, {result.Epochs.Count}.");
    }

    private static string Describe(TrainingDivergedException divergence)
    {
        var file = divergence.File is { } name ? $"{name}, " : string.Empty;
        var line = divergence.Line is { } number ? Invariant($"line {number}, ") : string.Empty;
        return Invariant($"The run diverged in epoch {divergence.Epoch}, at {file}{line}training sentence {divergence.Sentence}: {divergence.Problem}.");
    }

    private IEnumerable<(string Name, string Value)> Facts()
    {
        var shape = Standing.Shape;
        yield return ("Recipe", Options.Recipe.ToString().ToLowerInvariant());
        yield return ("Network", Invariant($"{shape.HiddenSize} hidden units, embeddings of {shape.EmbeddingSize}, a window of {shape.WindowSize} words{Variant(shape.Variant)}"));
        yield return ("Sizes", Invariant($"{shape.VocabularySize:N0} words, {shape.LabelCount:N0} labels, {shape.ParameterCount:N0} parameters"));
        yield return ("Optimiser", Options.Optimizer == TrainingOptimizer.Adam ? "Adam" : "gradient descent");
        yield return ("Learning rate", Invariant($"{Options.ChosenLearningRate:R}"));
        yield return ("Seed", Invariant($"{Options.Seed}"));
        yield return ("Start", Options.InitialParameters is null ? "initial values of the seed" : "given parameters");
        yield return ("Order", Options.Shuffle ? "shuffled before each epoch" : "that of the corpus");
        yield return ("Epochs", Invariant($"{Standing.Epochs.Count} of at most {Options.Epochs}, {Standing.UpdateCount:N0} updates"));
        foreach (var set in Enum.GetValues<CorpusSet>().Where(Corpus.Has))
        {
            var sentences = Corpus.Sentences(set);
            yield return (NameOf(set), Invariant($"{sentences.Count:N0} sentences, {sentences.Sum(sentence => (long)sentence.Length):N0} words"));
        }

        if (Duration is { } duration)
        {
            yield return ("Time", Describe(duration));
        }

        yield return ("Written", Written.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
        yield return ("Software", $"FastElman {Version()}, {RuntimeInformation.FrameworkDescription}");
        yield return ("Machine", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}, {SimdInfo.Active.ToString().ToLowerInvariant()}");
    }

    /// <summary>Which network it is, where it is not the tutorial's.</summary>
    private static string Variant(NetworkVariant variant) => variant == NetworkVariant.Tutorial
        ? string.Empty
        : $"; {VariantNames.Kinds.Of(variant.Kind)}, {VariantNames.Activations.Of(variant.Activation)}, decoded by {VariantNames.Decodings.Of(variant.Decoding)}";

    public static string NameOf(CorpusSet set) => set switch
    {
        CorpusSet.Train => "Training set",
        CorpusSet.Validation => "Validation set",
        _ => "Test set",
    };

    /// <summary>Without what the build adds behind a plus: the commit is no part of a version.</summary>
    private static string Version() =>
        typeof(RunFacts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    private static string Describe(TimeSpan duration) => duration.TotalMinutes < 1
        ? Invariant($"{duration.TotalSeconds:F1} s with scoring")
        : Invariant($@"{(long)duration.TotalHours}:{duration:mm\:ss} h with scoring");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
