using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using FastElman.Cli.Models;
using FastElman.Cli.Outputs;
using FastElman.Cli.Terminal;
using FastElman.Files;
using FastElman.Model;
using FastElman.Packing;

namespace FastElman.Cli.Commands;

/// <summary><c>fastelman info</c>: the sizes and the origin of a model, and how this machine runs it.</summary>
internal static class InfoCommand
{
    public static Command Create(StandardStreams streams)
    {
        var model = new Argument<string?>("MODEL")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = $"{ModelSource.Description} Without one, the machine alone is described.",
        };
        var json = new Option<bool>("--json") { Description = "As a JSON object." };
        var command = new Command(
            "info", "Shows the sizes and the origin of a model, and the instruction set that runs it.")
        {
            model,
            json,
        };
        command.SetAction(parsed =>
        {
            new CommandFiles(streams).ReadsModel(model.Name, parsed.GetValue(model)).Require();
            var facts = parsed.GetValue(model) is { } path ? [.. ModelFacts(path), .. MachineFacts()] : MachineFacts();
            if (parsed.GetValue(json))
            {
                WriteJson(streams, facts);
            }
            else
            {
                WriteText(streams, facts);
            }

            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>
    /// Key, heading and value of each fact. A value is a string, a number, a Boolean, an array of strings, the record
    /// of words that were added, or null.
    /// </summary>
    private static (string Key, string Heading, object? Value)[] ModelFacts(string path)
    {
        var model = ModelSource.Open(path);
        var plan = PackingPlan.For(
            model.Parameters,
            SimdInfo.Active,
            WeightPrecision.Float32,
            CompileOptions.DefaultProjectionBudget,
            model.LargestMagnitude);
        return
        [
            ("model", "model", path),
            ("fingerprint", "fingerprint", model.Fingerprint),
            ("network", "network", VariantNames.Kinds.Of(model.Shape.Variant.Kind)),
            ("activation", "activation", VariantNames.Activations.Of(model.Shape.Variant.Activation)),
            ("decoding", "decoding", VariantNames.Decodings.Of(model.Decoding)),
            ("tokenizer", "tokenizer", VariantNames.Tokenizers.Of(model.Tokenizer)),
            ("temperature", "temperature", model.Temperature),
            ("canStream", "can stream", model.Decoding.CanStream(model.Shape.Variant)),
            ("hidden", "hidden units", model.Shape.HiddenSize),
            ("labels", "labels", model.Shape.LabelCount),
            ("vocabulary", "words", model.Shape.VocabularySize),
            ("embedding", "embedding size", model.Shape.EmbeddingSize),
            ("subwords", "subwords", model.Shape.SubwordCount),
            (
                "subwordPrecision",
                "subwords in file",
                model.Shape.SubwordCount > 0 ? VariantNames.SubwordPrecisions.Of(model.SubwordPrecision) : null),
            ("window", "window", model.Shape.WindowSize),
            ("parameters", "parameters", model.Shape.ParameterCount),
            ("hasVocabulary", "has its words", model.Vocabulary is not null),
            ("hasLabels", "has its labels", model.Labels is not null),
            ("recipe", "recipe", model.Provenance.Recipe),
            ("origin", "origin", model.Provenance.Origin),
            ("patches", "patches", model.Provenance.Patches),
            ("projection", "projected table", plan.UsesProjectedEmbeddings),
            ("projectedWords", "projected words", plan.ProjectionCapacity),
            ("screen", "byte screening", plan.UsesByteArgMax),
            ("density", "recurrent density", Math.Round(plan.RecurrentDensity, 3)),
            ("sparse", "sparse product", plan.SkipsZeros),
            ("precision", "weights", nameof(WeightPrecision.Float32).ToLowerInvariant()),
        ];
    }

    private static (string Key, string Heading, object? Value)[] MachineFacts() =>
    [
        ("instructionSet", "instruction set", Name(SimdInfo.Active)),
        ("supportedInstructionSets", "this machine has", SimdInfo.Supported.Select(Name).ToArray()),
        ("runtime", "runtime", RuntimeInformation.FrameworkDescription),
        ("architecture", "architecture", RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()),
    ];

    private static string Name(InstructionSet instructionSet) => instructionSet.ToString().ToLowerInvariant();

    private static void WriteText(StandardStreams streams, (string Key, string Heading, object? Value)[] facts)
    {
        foreach (var (_, heading, value) in facts)
        {
            if (value is IReadOnlyList<VocabularyPatch> patches)
            {
                PatchRecord.WriteText(streams.Output, patches);
                continue;
            }

            var text = value switch
            {
                null => "unknown",
                "" => "empty",
                true => "yes",
                false => "no",
                string[] list => string.Join(", ", list),
                float number => number.ToString(CultureInfo.InvariantCulture),
                double number => number.ToString(CultureInfo.InvariantCulture),
                string written => ShownText.Escape(written),
                _ => value.ToString(),
            };
            streams.Output.WriteLine($"{heading,-18}{text}");
        }
    }

    private static void WriteJson(StandardStreams streams, (string Key, string Heading, object? Value)[] facts) =>
        JsonOutput.WriteObject(streams, writer =>
        {
            foreach (var (key, _, value) in facts)
            {
                writer.WritePropertyName(key);
                WriteValue(writer, value);
            }
        });

    private static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case int number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case float number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case IReadOnlyList<VocabularyPatch> patches:
                PatchRecord.WriteJson(writer, patches);
                break;
            case string[] list:
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    writer.WriteStringValue(item);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue((string?)value);
                break;
        }
    }
}
