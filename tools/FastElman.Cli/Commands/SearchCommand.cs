using System.CommandLine;
using FastElman.Cli.Outputs;
using FastElman.Cli.Terminal;
using FastElman.Cli.Training;
using FastElman.Training;
using FastElman.Training.Search;

namespace FastElman.Cli.Commands;

/// <summary><c>fastelman search</c>: trains models with random settings and keeps the best.</summary>
internal static class SearchCommand
{
    private static readonly SearchOptions Defaults = new();

    public static Command Create(StandardStreams streams)
    {
        var corpusPath = new Argument<string>("CORPUS")
        {
            Description = "A corpus with a validation set: a fold pickle or a folder of sets.",
        };
        var trials = new Option<int>("--trials")
        {
            HelpName = "N",
            Description = "How many models to train, those that the folder already has included.",
            Required = true,
        };
        var folder = new Option<string>("--out")
        {
            HelpName = "FOLDER",
            Description = "Keeps the search: begun anew with the same options, it goes on where it was.",
            Required = true,
        };
        var seed = new Option<uint>("--seed")
        {
            Description = "Decides all that is drawn.",
            DefaultValueFactory = _ => Defaults.Seed,
        };
        var jobs = new Option<int>("--jobs")
        {
            HelpName = "J",
            Description = "Trials that run at a time; without effect on what comes out. All cores unless given.",
            DefaultValueFactory = _ => Defaults.MaxDegreeOfParallelism,
        };
        var epochs = NumberOption.Create(
            "--epochs", "The most passes over the training set in a trial.", Defaults.Epochs);
        var shared = new Option<bool>("--shared")
        {
            Description = "Other processes, also of other machines, may run this search in FOLDER at the same time.",
        };
        var lease = new Option<double>("--lease")
        {
            HelpName = "SECONDS",
            Description = "With --shared: how long a process may give no sign until others take its trials over.",
            DefaultValueFactory = _ => Defaults.Lease.TotalSeconds,
        };
        trials.ReadsNumber();
        seed.ReadsNumber();
        jobs.ReadsNumber();
        lease.ReadsNumber();
        var command = new Command("search", "Searches at random for sizes, learning rate and seed of a good model.")
        {
            corpusPath,
            trials,
            folder,
            seed,
            jobs,
            epochs,
            shared,
            lease,
        };
        var network = new NetworkOptions();
        network.AddTo(command);
        var recipeOptions = new RecipeOptions();
        recipeOptions.AddTo(command);
        var density = new DensityOption(Defaults.Density);
        density.AddTo(command);
        var corpusOptions = new CorpusOptions();
        corpusOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            if (parsed.GetResult(lease) is { Implicit: false } && !parsed.GetValue(shared))
            {
                throw new UsageException($"{lease.Name} goes with {shared.Name} only");
            }

            streams.RequireOutput();
            var path = parsed.GetRequiredValue(folder);
            var files = new CommandFiles(streams).WritesFolder(
                folder.Name, path, SearchFolder.SharedFilesIn(path), () => SearchFolder.RequireWritable(path));
            CorpusOptions.AddTo(files, corpusPath.Name, parsed.GetRequiredValue(corpusPath));
            recipeOptions.AddTo(files, parsed).Require();
            var (kind, activation, decoding) = network.Read(parsed);
            var (recipe, optimizer, regularization) = recipeOptions.Read(parsed);
            var options = new SearchOptions
            {
                Recipe = recipe,
                Regularization = regularization,
                Network = kind,
                Activation = activation,
                Decoding = decoding,
                Optimizer = optimizer,
                Density = density.Read(parsed),
                SharesFolder = parsed.GetValue(shared),
                Lease = ReadLease(parsed.GetValue(lease)),
                TrialCount = parsed.GetValue(trials),
                Seed = parsed.GetValue(seed),
                MaxDegreeOfParallelism = parsed.GetValue(jobs),
                Epochs = parsed.GetValue(epochs),
            };
            var corpus = corpusOptions.Open(parsed, parsed.GetRequiredValue(corpusPath), streams);
            var search = Make(corpus, path, options);
            RecipeOptions.NoteIdle(search.IdleOptions, streams.Error);
            var found = Run(search, streams);
            using var table = new StringWriter { NewLine = "\n" };
            TrialTable.Write(table, found);
            streams.Output.Write(
                streams.OutputIsTerminal ? AlignedTable.Of($"{table}", streams.Width) : $"{table}");
            streams.Flush();
            streams.Error.WriteLine(
                found[0].Problem is null
                    ? $"wrote {ShownText.Escape(search.BestModelFile)}"
                    : "every trial diverged: there is no model");
            return found[0].Problem is null ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }

    /// <summary>Seconds as a time; what none can be, the options refuse.</summary>
    private static TimeSpan ReadLease(double seconds) =>
        TimeSpan.FromSeconds(double.IsNaN(seconds) ? 0 : Math.Clamp(seconds, 0, int.MaxValue));

    private static HyperparameterSearch Make(Corpus corpus, string folder, SearchOptions options)
    {
        try
        {
            return new HyperparameterSearch(corpus, folder, options);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw UsageException.Of(e);
        }
    }

    private static IReadOnlyList<SearchTrial> Run(HyperparameterSearch search, StandardStreams streams)
    {
        using var interruption = new GracefulShutdown();
        try
        {
            return Progress.Run(
                streams,
                "Searching",
                SearchProgressLine.Resolution,
                counter => search.Run(new SearchProgressLine(counter), interruption.Token));
        }
        catch (OperationCanceledException e)
        {
            throw new CommandFailedException("the search was stopped: the same command goes on where it was", e);
        }
    }
}
