using System.CommandLine;
using FastElman.Cli.Evaluation;
using FastElman.Cli.Outputs;
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
        var hidden = NumberOption.Create("--hidden", "Units of a hidden layer.", Defaults.HiddenSize);
        var embedding = NumberOption.Create(
            "--embedding", "Values in the embedding of a word.", Defaults.EmbeddingSize);
        var window = NumberOption.Create("--window", "Words in the window around a word; odd.", Defaults.WindowSize);
        var epochs = NumberOption.Create("--epochs", "The most passes over the training set.", Defaults.Epochs);
        var seed = NumberOption.Create(
            "--seed", "Decides the initial values and the order of the sentences.", Defaults.Seed);
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
            streams.RequireOutput();
            var settings = Choose(parsed.GetValue(only));
            CorpusOptions.AddTo(
                new CommandFiles(streams), corpusPath.Name, parsed.GetRequiredValue(corpusPath)).Require();
            var corpus = corpusOptions.Open(parsed, parsed.GetRequiredValue(corpusPath), streams);
            using var interruption = new GracefulShutdown();
            var compared = new List<ComparedModel>();
            RequireComparable(corpus, settings.Select(OptionsOf));
            foreach (var setting in settings)
            {
                compared.Add(Train(setting, OptionsOf(setting), corpus, streams, interruption.Token));
                streams.Error.WriteLine(compared[^1]);
            }

            var table = TableOf(compared, corpus);
            streams.Output.Write(
                streams.OutputIsTerminal ? AlignedTable.Of(table, streams.Width) : table);
            return ExitCode.Success;

            TrainingOptions OptionsOf(ComparedSetting setting)
            {
                var options = new TrainingOptions
                {
                    HiddenSize = parsed.GetValue(hidden),
                    EmbeddingSize = parsed.GetValue(embedding),
                    WindowSize = parsed.GetValue(window),
                    Epochs = parsed.GetValue(epochs),
                    Seed = parsed.GetValue(seed),
                };
                setting.Apply(options);
                return options;
            }
        });
        return command;
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
    private static void RequireComparable(Corpus corpus, IEnumerable<TrainingOptions> settings)
    {
        try
        {
            foreach (var options in settings)
            {
                // A final training would refuse a missing validation set in other words.
                options.FinalTraining = false;
                if (!new TrainingRun(corpus, options).HasValidation)
                {
                    throw new CommandFailedException(
                        $"{corpus.Name}: settings are compared by the validation set, and the corpus has none");
                }
            }
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw UsageException.Of(e);
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
                    new TrainingProgressLine(counter, limit: null, streams.ErrorIsTerminal, writesEpochs: false),
                    cancellationToken));
            return ResultOf(setting, result, Seconds());
        }
        catch (TrainingDivergedException)
        {
            return new ComparedModel(setting, Model: null, null, null, null, Seconds());
        }
        catch (OperationCanceledException e)
        {
            throw new CommandFailedException("the comparison was stopped: what it has found stands above", e);
        }

        double Seconds() => (Environment.CpuUsage.TotalTime - start).TotalSeconds;
    }

    private static ComparedModel ResultOf(ComparedSetting setting, TrainingResult result, double seconds)
    {
        var best = result.BestEpoch!;
        var scored = result.FinalEpochs is [.., var last] ? last : best;
        return new ComparedModel(setting, result.Model, best.ValidationF1, scored.TestF1, best.Epoch, seconds);
    }

    /// <summary>All rows, with the time of a sentence of the test set, or without one of the validation set.</summary>
    private static string TableOf(List<ComparedModel> compared, Corpus corpus)
    {
        ElmanModel[] models = [.. compared.Select(each => each.Model).OfType<ElmanModel>()];
        var set = corpus.HasSet(CorpusSet.Test) && corpus.GetSentences(CorpusSet.Test).Count > 0
            ? CorpusSet.Test
            : CorpusSet.Validation;
        var times = new Queue<double>(models.Length == 0
            ? []
            : SentenceTiming.MicrosecondsPerSentence(
                Array.ConvertAll(models, model => model.Compile()),
                SentenceTiming.TextsOf(corpus, set, models[0].Vocabulary!)));
        var rows = compared.Select(each => each.Row(each.Model is null ? null : times.Dequeue()));
        return string.Concat(rows.Prepend(ComparedModel.Headings).Select(row => $"{row}\n"));
    }
}
