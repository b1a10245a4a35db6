using System.CommandLine;
using FastElman.Cli.Evaluation;
using FastElman.Cli.Terminal;
using FastElman.Cli.Training;
using FastElman.Training;

namespace FastElman.Cli.Commands;

/// <summary><c>fastelman compare</c>: trains on a corpus with several settings, and prints what each gave.</summary>
internal static class CompareCommand
{
    private static readonly TrainingOptions Defaults = new();

    public static Command Create(StandardStreams streams)
    {
        var corpusPath = new Argument<string>("CORPUS")
        {
            Description = "A corpus with a validation set: a fold pickle or a folder of sets.",
        };
        var hidden = Number("--hidden", "Units of a hidden layer.", Defaults.HiddenSize);
        var embedding = Number("--embedding", "Values in the embedding of a word.", Defaults.EmbeddingSize);
        var window = Number("--window", "Words in the window around a word; odd.", Defaults.WindowSize);
        var epochs = Number("--epochs", "The most passes over the training set.", Defaults.Epochs);
        var seed = Number("--seed", "Decides the initial values and the order of the sentences.", Defaults.Seed);
        var only = new Option<string?>("--only")
        {
            HelpName = "TEXT",
            Description = "The settings that have TEXT in their options.",
        };
        var command = new Command(
            "compare", "Trains on a corpus with several settings, and prints F1, seconds, size and speed of each.")
        {
            corpusPath, hidden, embedding, window, epochs, seed, only,
        };
        var corpusOptions = new CorpusOptions();
        corpusOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            var settings = Choose(parsed.GetValue(only));
            var corpus = corpusOptions.Open(parsed, parsed.GetRequiredValue(corpusPath), streams);
            using var interruption = new GracefulShutdown();
            var rows = new List<string> { ComparedModel.Headings };
            foreach (var setting in settings)
            {
                var options = new TrainingOptions
                {
                    HiddenSize = parsed.GetValue(hidden),
                    EmbeddingSize = parsed.GetValue(embedding),
                    WindowSize = parsed.GetValue(window),
                    Epochs = parsed.GetValue(epochs),
                    Seed = parsed.GetValue(seed),
                };
                if (rows.Count == 1)
                {
                    RequireComparable(corpus, options);
                }

                setting.Apply(options);
                var compared = Train(setting, options, corpus, streams, interruption.Token);
                streams.Error.WriteLine(compared);
                rows.Add(compared.Row);
            }

            var table = string.Concat(rows.Select(row => $"{row}\n"));
            streams.Output.Write(
                streams.OutputIsTerminal ? AlignedTable.Of(table, LineFolding.TerminalWidth) : table);
            return ExitCode.Success;
        });
        return command;
    }

    private static Option<T> Number<T>(string name, string description, T byDefault)
        where T : struct, System.Numerics.INumber<T>
    {
        var option = new Option<T>(name)
        {
            HelpName = "N",
            Description = description,
            DefaultValueFactory = _ => byDefault,
        };
        option.ReadsNumber();
        return option;
    }

    private static ComparedSetting[] Choose(string? text)
    {
        ComparedSetting[] chosen =
        [
            .. ComparedSetting.All.Where(
                setting => text is null || setting.Name.Contains(text, StringComparison.OrdinalIgnoreCase)),
        ];
        return chosen.Length > 0
            ? chosen
            : throw new UsageException(
                $"--only {text}: no setting has this; there are "
                + string.Join(", ", ComparedSetting.All.Select(setting => setting.Name)));
    }

    /// <summary>Refuses sizes and corpora that some setting would refuse, before hours of the others.</summary>
    private static void RequireComparable(Corpus corpus, TrainingOptions options)
    {
        try
        {
            if (!new TrainingRun(corpus, options).HasValidation)
            {
                throw new CommandFailedException(
                    $"{corpus.Name}: settings are compared by the validation set, and the corpus has none");
            }
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new UsageException(e.Message);
        }
    }

    private static ComparedModel Train(
        ComparedSetting setting,
        TrainingOptions options,
        Corpus corpus,
        StandardStreams streams,
        CancellationToken cancellationToken)
    {
        var run = new TrainingRun(corpus, options);
        var start = Environment.CpuUsage.TotalTime;
        try
        {
            var result = Progress.Run(
                streams,
                setting.Name,
                TrainingProgressLine.Resolution,
                counter => run.Run(
                    new TrainingProgressLine(counter, limit: null, writesEpochs: false), cancellationToken));
            return Measure(setting, result, Seconds(), corpus);
        }
        catch (TrainingDivergedException)
        {
            return new ComparedModel(setting, null, null, null, Seconds(), null, null);
        }
        catch (OperationCanceledException e)
        {
            throw new CommandFailedException("the comparison was stopped: what it has found stands above", e);
        }

        double Seconds() => (Environment.CpuUsage.TotalTime - start).TotalSeconds;
    }

    private static ComparedModel Measure(ComparedSetting setting, TrainingResult result, double seconds, Corpus corpus)
    {
        var best = result.BestEpoch!;
        var set = best.TestF1 is null ? CorpusSet.Validation : CorpusSet.Test;
        using var file = new MemoryStream();
        result.Model.Save(file);
        return new ComparedModel(
            setting,
            best.ValidationF1,
            (result.FinalEpochs is [.., var last] ? last : best).TestF1,
            best.Epoch,
            seconds,
            file.Length / 1000.0,
            SentenceTiming.MicrosecondsPerSentence(
                result.Model.Compile(), SentenceTiming.TextsOf(corpus, set, result.Model.Vocabulary!)));
    }
}
