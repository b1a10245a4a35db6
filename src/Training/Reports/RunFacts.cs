using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using FastElman.Files;
using FastElman.Training.Runs.Schedule;

namespace FastElman.Training.Reports;

/// <summary>The head of a report: what was trained, how, and on which machine.</summary>
/// <param name="Corpus">What was trained on.</param>
/// <param name="Options">How it was trained.</param>
/// <param name="Status">The result, or how far the run is.</param>
/// <param name="Duration">How long it took; null if unknown.</param>
/// <param name="CommandLine">The command that ran it; null if there was none.</param>
/// <param name="Written">When the report is written.</param>
internal sealed record RunFacts(
    Corpus Corpus,
    TrainingOptions Options,
    RunStatus Status,
    TimeSpan? Duration,
    string? CommandLine,
    DateTimeOffset Written)
{
    public void Write(HtmlWriter html)
    {
        html.Element("header", () =>
        {
            html.Element("h1", $"Training on {Corpus.Name}");
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

            if (Status.Result is { } result)
            {
                html.Element("div", () =>
                {
                    html.Element("dt", "Fingerprint of the model");
                    html.Element("dd", () => html.Element("code", result.Model.Fingerprint));
                });
            }

            if (CommandLine is not null)
            {
                html.Element("div", () =>
                {
                    html.Element("dt", "Command");
                    html.Element("dd", () => html.Element("code", () => WriteWords(html, CommandLine)));
                }, ("class", "wide"));
            }
        });
    }

    /// <summary>
    /// Words that a narrow window does not divide at hyphens. A command has no limit of length; each of its words has.
    /// </summary>
    private static void WriteWords(HtmlWriter html, string commandLine)
    {
        foreach (var (index, word) in commandLine.Split(' ').Index())
        {
            html.Text(index > 0 ? " " : string.Empty);
            html.Element("span", word);
        }
    }

    /// <summary>What stopped the run before its end, or null.</summary>
    private string? Stop() => Status switch
    {
        { Divergence: { } divergence } => Describe(divergence),
        { UnfinishedEpoch: { } epoch } => Invariant(
            $"The run was interrupted in {Kind(Status.IsFinalTraining)}epoch {epoch}, ")
            + Invariant($"after {Status.UpdateCount:N0} {Options.ProgressUnit}."),
        _ => null,
    };

    private string Outcome()
    {
        if (Status.Result is not { } result)
        {
            return "No epoch had ended: there is no model.";
        }

        if (Status.UnfinishedEpoch is null && Options.SentenceLimit <= result.UpdateCount)
        {
            return $"A limit ended the run: the model is that of update {result.UpdateCount}.";
        }

        var soFar = Status.UnfinishedEpoch is null ? string.Empty : "The best model so far: ";
        if (result.BestEpoch is not { ValidationF1: { } validation } best)
        {
            var reason = result.Epochs is [.., { ValidationF1: not null }]
                ? "The run ended before it had its density"
                : "There is no validation set to choose an epoch by";
            return Invariant($"{reason}: the model is that of the last, {result.Epochs.Count}.");
        }

        if (result.FinalEpochs is [.., var last])
        {
            return (last.TestF1 is { } f1 ? Invariant($"F1 {f1:F2} on the test set, after") : "After")
                + Invariant($" a final training of {last.Epoch} epochs on the training and validation sets together: ")
                + Invariant($"as many as the best epoch had, with F1 {validation:F2} on the validation set.");
        }

        var onTest = best.TestF1 is { } test ? Invariant($", {test:F2} on the test set") : string.Empty;
        return Invariant($"{soFar}F1 {validation:F2} on the validation set{onTest}, ")
            + Invariant($"in epoch {best.Epoch} of {result.Epochs.Count}.");
    }

    private static string Describe(TrainingDivergedException divergence)
    {
        var file = divergence.File is { } name ? $"{name}, " : string.Empty;
        var line = divergence.Line is { } number ? Invariant($"line {number}, ") : string.Empty;
        return Invariant($"The run diverged in {Kind(divergence.IsFinal)}epoch {divergence.Epoch}, at {file}{line}")
            + Invariant($"training sentence {divergence.SentenceIndex}: {divergence.Problem}.");
    }

    private static string Kind(bool isFinal) => isFinal ? "final " : string.Empty;

    private IEnumerable<(string Name, string Value)> Facts()
    {
        var shape = Status.Shape;
        yield return ("Recipe", Options.Recipe.ToString().ToLowerInvariant());
        yield return (
            "Network",
            Invariant($"{shape.HiddenSize} hidden units, embeddings of {shape.EmbeddingSize}, ")
                + Invariant($"a window of {shape.WindowSize} words{Variant(shape.Variant, Status.Decoding)}"));
        yield return (
            "Sizes",
            Invariant($"{shape.VocabularySize:N0} words, {shape.LabelCount:N0} labels, ")
                + Invariant($"{shape.ParameterCount:N0} parameters"));
        if (Options.Density < 1)
        {
            yield return (
                "Density",
                Invariant($"{Options.Density} of the recurrent weights, in three steps: ")
                    + Invariant($"the best epoch is one after the last step, epoch {FirstPruned} at the earliest"));
        }

        yield return (
            "Optimiser", Options.EffectiveOptimizer == TrainingOptimizer.Adam ? "Adam" : "gradient descent");
        if (Options.Recipe == TrainingRecipe.Regularized)
        {
            yield return ("Regularisation", Options.Regularization.ToString());
        }

        yield return ("Learning rate", Invariant($"{Options.EffectiveLearningRate:R}"));
        yield return ("Seed", Invariant($"{Options.Seed}"));
        yield return ("Start", Options.InitialParameters is null ? "initial values of the seed" : "given parameters");
        yield return ("Order", Options.Shuffle ? "shuffled before each epoch" : "that of the corpus");
        yield return (
            "Epochs",
            Invariant($"{Status.Epochs.Count} of at most {Options.Epochs}{FinalEpochs()}, ")
                + Invariant($"{Status.UpdateCount:N0} {Options.ProgressUnit}"));
        foreach (var set in Enum.GetValues<CorpusSet>().Where(Corpus.HasSet))
        {
            var sentences = Corpus.GetSentences(set);
            yield return (
                NameOf(set),
                Invariant(
                    $"{sentences.Count:N0} sentences, {sentences.Sum(sentence => (long)sentence.Length):N0} words"));
        }

        if (Duration is { } duration)
        {
            yield return ("Time", Describe(duration));
        }

        yield return ("Written", Written.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
        yield return ("Software", $"FastElman {Version()}, {RuntimeInformation.FrameworkDescription}");
        yield return (
            "Machine",
            $"{RuntimeInformation.OSDescription}, "
                + $"{RuntimeInformation.ProcessArchitecture}, {SimdInfo.Active}".ToLowerInvariant());
    }

    /// <summary>Network variant and decoding, unless both are the tutorial's.</summary>
    private static string Variant(NetworkVariant variant, LabelDecoding decoding) =>
        variant == NetworkVariant.Tutorial && decoding == LabelDecoding.ArgMax
        ? string.Empty
        : $"; {VariantNames.Kinds.Of(variant.Kind)}, {VariantNames.Activations.Of(variant.Activation)}, "
            + $"decoded by {VariantNames.Decodings.Of(decoding)}";

    private int FirstPruned => PruningSchedule.Of(Options)!.Last + 1;

    private string FinalEpochs() =>
        Status.Result is { FinalEpochs: [.., var last] } ? Invariant($", then {last.Epoch} final") : string.Empty;

    public static string NameOf(CorpusSet set) => set switch
    {
        CorpusSet.Train => "Training set",
        CorpusSet.Validation => "Validation set",
        _ => "Test set",
    };

    /// <summary>The version of the assembly without the commit, which the build adds after a plus sign.</summary>
    private static string Version() => typeof(RunFacts).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    private static string Describe(TimeSpan duration) => duration.TotalMinutes < 1
        ? Invariant($"{duration.TotalSeconds:F1} s with scoring")
        : Invariant($@"{(long)duration.TotalHours}:{duration:mm\:ss} h with scoring");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
