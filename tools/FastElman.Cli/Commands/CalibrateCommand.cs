using System.CommandLine;
using System.Globalization;
using FastElman.Cli.Evaluation;
using FastElman.Cli.Models;
using FastElman.Cli.Outputs;
using FastElman.Cli.Tagging;
using FastElman.Cli.Terminal;
using FastElman.Cli.Training;
using FastElman.Training;
using FastElman.Training.Runs;

namespace FastElman.Cli.Commands;

/// <summary><c>fastelman calibrate</c>: fits the temperature of a model to a set of a corpus and stores it.</summary>
internal static class CalibrateCommand
{
    public static Command Create(StandardStreams streams)
    {
        var modelPath = new Argument<string>("MODEL") { Description = ModelSource.Description };
        var corpusPath = new Argument<string>("CORPUS") { Description = "A corpus, as for evaluate." };
        var set = CorpusSetOption.Create(CorpusSet.Validation);
        var target = new Option<string?>("--out")
        {
            HelpName = "FILE.safetensors",
            Description = "Where the calibrated model goes; without it, to the file of MODEL.",
        };
        var decoding = DecodingOption.Create();
        var command = new Command(
            "calibrate", "Fits the temperature of a model, with which its confidence is how often it is right.")
        {
            modelPath,
            corpusPath,
            set,
            target,
            decoding,
        };
        var corpusOptions = new CorpusOptions();
        corpusOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            streams.RequireOutput();
            var path = parsed.GetRequiredValue(modelPath);
            var output = parsed.GetValue(target) ?? path;
            if (!ModelSource.IsRuntimeFile(output)
                || (parsed.GetValue(target) is null && ModelSource.FormOf(path) != ModelForm.Runtime))
            {
                throw new UsageException(
                    $"{output}: only a {ModelSource.RuntimeEnding} file of the runtime holds a temperature: name one "
                        + "with --out");
            }

            // The file of MODEL is what is written unless another is named.
            var files = new CommandFiles(streams).Writes(target.Name, output);
            CorpusOptions.AddTo(files, corpusPath.Name, parsed.GetRequiredValue(corpusPath)).Require();
            var corpus = corpusOptions.Open(parsed, parsed.GetRequiredValue(corpusPath), streams);
            var model = ModelSource.Open(path).WithNamesOf(corpus, path);
            ModelRoom.Require(output, model);
            var compiled = DecodingOption.Compile(model, parsed.GetValue(decoding), path);
            var chosen = CorpusSetOption.Parse(parsed.GetRequiredValue(set));
            var temperature = Progress.Run(
                streams, "Fitting", 1, _ => TemperatureScaling.Fit(model, corpus, chosen, compiled.Decoding));

            var calibrated = model.WithTemperature(temperature);
            ConfidenceEvaluation[] evaluations =
            [
                ConfidenceEvaluation.Evaluate(compiled, corpus, chosen),
                ConfidenceEvaluation.Evaluate(
                    calibrated.Compile(new CompileOptions { Decoding = compiled.Decoding }), corpus, chosen),
            ];
            calibrated.Save(output);
            CalibrationTables.WriteErrors(evaluations, streams);
            streams.Error.WriteLine($"wrote {ShownText.Escape(output)}");
            if (chosen != CorpusSet.Test && RunModels.IsFinal(model))
            {
                streams.Error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"note: the model has learned from the validation set of its corpus (train --final): fitted on "
                    + $"that set, it is too sure of itself; its temperature was {model.Temperature}"));
            }

            if (temperature is TemperatureScaling.LowestTemperature or TemperatureScaling.HighestTemperature)
            {
                streams.Error.WriteLine(
                    "note: the temperature is an end of the range; the set may be too small, or one that the model "
                    + "learned from");
            }

            return ExitCode.Success;
        });
        return command;
    }
}
