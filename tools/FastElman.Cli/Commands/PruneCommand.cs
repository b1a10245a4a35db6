using System.CommandLine;
using System.Globalization;
using FastElman.Cli.Evaluation;
using FastElman.Cli.Models;
using FastElman.Cli.Outputs;
using FastElman.Cli.Terminal;
using FastElman.Cli.Training;
using FastElman.Training;
using FastElman.Training.Runs;

namespace FastElman.Cli.Commands;

/// <summary><c>fastelman prune</c>: makes the recurrent weights of a trained model sparse.</summary>
internal static class PruneCommand
{
    private static readonly PruningOptions Defaults = new();

    public static Command Create(StandardStreams streams)
    {
        var modelPath = new Argument<string>("MODEL") { Description = ModelSource.Description };
        var corpusPath = new Argument<string>("CORPUS")
        {
            Description = "A corpus with a training and a validation set, best the one that the model was trained on.",
        };
        var target = new Option<string>("--out")
        {
            HelpName = "FILE.safetensors",
            Description = "Where the pruned model goes; not to MODEL itself.",
            Required = true,
        };
        var epochs = NumberOption.Create("--epochs", "The most passes over the training set.", Defaults.Epochs);
        var learningRate = new Option<double?>("--learning-rate")
        {
            HelpName = "RATE",
            Description = "The learning rate of the first epoch. [default: that of train --recipe corrected]",
        };
        var seed = new Option<uint>("--seed")
        {
            Description = "Decides the order of the sentences.",
            DefaultValueFactory = _ => Defaults.Seed,
        };
        var freeze = new Option<bool>("--freeze")
        {
            Description = "Leaves the embeddings as they are: not updated, and not divided by their norm.",
        };
        learningRate.ReadsNumber();
        seed.ReadsNumber();
        var command = new Command(
            "prune", "Makes the recurrent weights of a model sparse, and trains it on so that it loses little.")
        {
            modelPath, corpusPath, target, epochs, learningRate, seed, freeze,
        };
        var density = new DensityOption(Defaults.Density, allowsOne: false);
        density.AddTo(command);
        var optimizer = new OptimizerOption();
        optimizer.AddTo(command);
        var corpusOptions = new CorpusOptions();
        corpusOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            streams.RequireOutput();
            var (path, output) = (parsed.GetRequiredValue(modelPath), parsed.GetRequiredValue(target));
            TrainingOutputs.RequireModelName(target.Name, output);
            var files = new CommandFiles(streams).ReadsModel(modelPath.Name, path).Writes(target.Name, output);
            CorpusOptions.AddTo(files, corpusPath.Name, parsed.GetRequiredValue(corpusPath)).Require();
            var options = new PruningOptions
            {
                Density = density.Read(parsed),
                Epochs = parsed.GetValue(epochs),
                LearningRate = parsed.GetValue(learningRate),
                Seed = parsed.GetValue(seed),
                FreezeEmbeddings = parsed.GetValue(freeze),
                Optimizer = optimizer.Read(parsed),
            };
            var source = ModelSource.Open(path);
            ModelRoom.Require(output, source);
            var corpus = corpusOptions.Open(parsed, parsed.GetRequiredValue(corpusPath), streams);
            var result = Prune(source.WithNamesOf(corpus, path), corpus, options, streams);
            result.Model.Save(output);
            Write(result, options, output, streams);
            if (RunModels.IsFinal(source))
            {
                streams.Error.WriteLine(
                    "note: the model has learned from the validation set, which cannot say what pruning costs it");
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static PruningResult Prune(
        ElmanModel model, Corpus corpus, PruningOptions options, StandardStreams streams)
    {
        using var interruption = new GracefulShutdown();
        try
        {
            return Progress.Run(
                streams,
                "Pruning",
                TrainingProgressLine.Resolution,
                counter => RecurrencePruning.Prune(
                    model,
                    corpus,
                    options,
                    new TrainingProgressLine(counter, limit: null, streams.ErrorIsTerminal),
                    interruption.Token));
        }
        catch (ArgumentOutOfRangeException e) when (e.ParamName == "options")
        {
            throw UsageException.Of(e);
        }
        catch (OperationCanceledException e)
        {
            throw new CommandFailedException("pruning was interrupted: nothing was written", e);
        }
    }

    private static void Write(PruningResult result, PruningOptions options, string output, StandardStreams streams)
    {
        var best = result.BestEpoch;
        streams.Output.WriteLine($"before: {Scores(result.ValidationF1Before, result.TestF1Before)}");
        streams.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"density {options.Density}: {Scores(best.ValidationF1, best.TestF1)}, in epoch {best.Epoch} of "
                + $"{result.Epochs.Count}"));
        streams.Output.WriteLine($"wrote {ShownText.Escape(output)}");
        if (result.Model.Temperature != 1)
        {
            streams.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"note: the temperature {result.Model.Temperature} is that of the model before: calibrate fits it "
                + $"anew"));
        }
    }

    private static string Scores(double? validation, double? test)
    {
        var onTest = test is { } f1
            ? string.Create(CultureInfo.InvariantCulture, $", {f1:F2} on the test set")
            : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"F1 {validation:F2} on the validation set{onTest}");
    }
}
