using System.CommandLine;
using System.Diagnostics;
using FastElman.Cli.Outputs;
using FastElman.Cli.Terminal;
using FastElman.Cli.Training;
using FastElman.Training;

namespace FastElman.Cli.Commands;

/// <summary><c>fastelman train</c>: from a corpus to a model.</summary>
internal static class TrainCommand
{
    public static Command Create(StandardStreams streams)
    {
        var corpusPath = new Argument<string>("CORPUS")
        {
            Description = CorpusOptions.Description,
        };
        var target = new Option<string>("--out")
        {
            HelpName = "MODEL",
            Description = "The model to write: .safetensors.",
            Required = true,
        };
        var trainingArguments = new TrainingArguments();
        var dump = new Option<string>("--save-npy")
        {
            HelpName = "FOLDER",
            Description = "Writes the model as a Theano dump too.",
        };
        var report = new Option<string>("--report")
        {
            HelpName = "FILE.html",
            Description = "Writes a page about the run: curves, slots, mistakes, nearest words.",
        };
        var initialOnly = new Option<bool>("--initial-only")
        {
            Description = "Writes the model before the first update, and trains nothing.",
        };
        var json = new Option<bool>("--json") { Description = "Gives the result as a JSON object." };
        var command = new Command("train", "Trains a model on a corpus.")
        {
            corpusPath, target, dump, report, initialOnly, json,
        };
        trainingArguments.AddTo(command);
        var corpusOptions = new CorpusOptions();
        corpusOptions.AddTo(command);
        var vectors = new VectorOptions();
        vectors.AddTo(command);
        command.SetAction(parsed =>
        {
            streams.RequireOutput();
            var outputs = new TrainingOutputs(
                parsed.GetRequiredValue(target),
                parsed.GetValue(dump),
                trainingArguments.CheckpointFile(parsed),
                parsed.GetValue(report));
            var resumes = trainingArguments.Resumes(parsed);
            var forces = trainingArguments.Forces(parsed);
            TrainingOutputs.RequireModelName(target.Name, outputs.Model);
            var files = new CommandFiles(streams)
                .Writes(target.Name, outputs.Model)
                .WritesDump(dump.Name, outputs.Dump)
                .Writes(report.Name, outputs.Report);
            CorpusOptions.AddTo(files, corpusPath.Name, parsed.GetRequiredValue(corpusPath));
            vectors.AddTo(files, parsed);
            trainingArguments.AddTo(files, parsed).Require();
            if (parsed.GetValue(initialOnly) && trainingArguments.Finals(parsed))
            {
                throw new UsageException("--initial-only trains nothing and --final trains twice: give one");
            }

            if (parsed.GetValue(initialOnly)
                && (outputs, parsed.GetValue(json)) is not ({ Checkpoint: null, Report: null }, false))
            {
                throw new UsageException(
                    "--initial-only trains nothing: --checkpoint, --report and --json tell of a training: give none");
            }

            var options = trainingArguments.Read(parsed);
            vectors.Require(parsed, options);
            Validate(options);
            var corpus = corpusOptions.Open(parsed, parsed.GetRequiredValue(corpusPath), streams);
            vectors.Apply(parsed, options, corpus, trainingArguments.GivenEmbeddingSize(parsed), streams);
            var run = Start(corpus, options);
            outputs.RequireDumpable(run.Shape);
            TrainingOutputs.RequireStorable(run);
            outputs.RequireRoom(run.Shape);
            if (parsed.GetValue(initialOnly))
            {
                outputs.Write(run.GetInitialModel());
                streams.Output.WriteLine($"wrote {ShownText.Escape(outputs.Model)}: the untrained model");
                return ExitCode.Success;
            }

            if (!resumes && !forces)
            {
                CheckpointGuard.Require(run, outputs.Checkpoint, streams.Error);
            }

            RecipeOptions.NoteIdle(run.IdleOptions, streams.Error);
            using var interruption = new GracefulShutdown();
            long? resumed = null;
            if (resumes)
            {
                resumed = run.Resume();
                streams.Error.WriteLine(
                    resumed is { } count
                        ? $"resumed after {count} {run.ProgressUnit}"
                        : "there is no checkpoint yet: starting from the beginning");
            }

            var start = Stopwatch.GetTimestamp();
            var result = Train(run, options, streams, interruption.Token);

            // How long a resumed run took before, nobody knows.
            outputs.Write(
                run,
                corpus,
                options,
                resumed is null ? Stopwatch.GetElapsedTime(start) : null,
                CommandText.Of(parsed.Tokens.Select(token => token.Value)));
            if (result is null)
            {
                throw new CommandFailedException(UnfinishedRun.Describe(run, outputs), run.Divergence);
            }

            var summary = new TrainingSummary(result, options, outputs.Model, corpus);
            if (parsed.GetValue(json))
            {
                summary.WriteJson(streams);
            }
            else
            {
                summary.WriteText(streams.Output);
            }

            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>The run would refuse them too, after corpus and vectors have been read.</summary>
    private static void Validate(TrainingOptions options)
    {
        try
        {
            options.Validate();
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw UsageException.Of(e);
        }
    }

    private static TrainingRun Start(Corpus corpus, TrainingOptions options)
    {
        try
        {
            return new TrainingRun(corpus, options);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw UsageException.Of(e);
        }
    }

    /// <summary>Trains to the end. Null where the run was interrupted or diverged.</summary>
    private static TrainingResult? Train(
        TrainingRun run, TrainingOptions options, StandardStreams streams, CancellationToken cancellationToken)
    {
        try
        {
            return Progress.Run(
                streams,
                "Training",
                TrainingProgressLine.Resolution,
                counter => run.Run(
                    new TrainingProgressLine(counter, options.SentenceLimit, streams.ErrorIsTerminal),
                    cancellationToken));
        }
        catch (Exception e) when (e is OperationCanceledException or TrainingDivergedException)
        {
            return null;
        }
    }
}
