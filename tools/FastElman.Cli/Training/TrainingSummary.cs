using System.Globalization;
using System.Text.Json;
using FastElman.Cli.Terminal;
using FastElman.Training;
using FastElman.Training.Backpropagation;

namespace FastElman.Cli.Training;

/// <summary>The result of <c>train</c>, as text or as JSON.</summary>
internal sealed class TrainingSummary(
    TrainingResult result, TrainingOptions options, string modelPath, Corpus corpus)
{
    public void WriteText(TextWriter output)
    {
        var final = result.FinalEpochs.Count > 0 ? $" and {result.FinalEpochs.Count} final ones" : string.Empty;
        output.WriteLine($"{result.UpdateCount} {options.ProgressUnit}, {result.Epochs.Count} whole epochs{final}");
        if (options.SentenceLimit <= result.UpdateCount)
        {
            output.WriteLine("the model is that of the last update");
        }
        else if (result.BestEpoch is { } best)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"best epoch {best.Epoch}: F1 {best.ValidationF1:F2} on the validation set{OnTest(best)}"));
            if (result.FinalEpochs is [.., var last])
            {
                WriteFinal(last, best, output);
            }
        }
        else
        {
            output.WriteLine("there is no validation set to choose an epoch by: the model is that of the last");
        }

        output.WriteLine($"wrote {ShownText.Escape(modelPath)}");
    }

    private void WriteFinal(EpochResult last, EpochResult best, TextWriter output)
    {
        var sentences = corpus.GetSentences(CorpusSet.Train).Count + corpus.GetSentences(CorpusSet.Validation).Count;
        var test = last.TestF1 is { } f1
            ? string.Create(CultureInfo.InvariantCulture, $": F1 {f1:F2} on the test set")
            : string.Empty;
        output.WriteLine(
            $"final training: {last.Epoch} epochs on the {sentences} sentences of the training and validation "
            + $"sets{test}");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"temperature {result.Model.Temperature}, from the validation set and the model of epoch {best.Epoch}"));
    }

    private static string OnTest(EpochResult epoch) => epoch.TestF1 is { } f1
        ? string.Create(CultureInfo.InvariantCulture, $", {f1:F2} on the test set")
        : string.Empty;

    public void WriteJson(StandardStreams streams) => JsonOutput.WriteObject(streams, Write);

    private void Write(Utf8JsonWriter writer)
    {
        var shape = result.Model.Shape;
        writer.WriteString("model", modelPath);
        writer.WriteString("recipe", result.Model.Provenance.Recipe);
        writer.WriteNumber("seed", options.Seed);
        writer.WriteNumber("hidden", shape.HiddenSize);
        writer.WriteNumber("labels", shape.LabelCount);
        writer.WriteNumber("vocabulary", shape.VocabularySize);
        writer.WriteNumber("embedding", shape.EmbeddingSize);
        writer.WriteNumber("window", shape.WindowSize);
        writer.WriteNumber("density", Math.Round(RecurrentMask.DensityOf(result.Model.Parameters), 3));
        writer.WriteNumber("updates", result.UpdateCount);
        WriteNumber(writer, "bestEpoch", result.BestEpoch?.Epoch);
        WriteNumber(writer, "validationF1", result.BestEpoch?.ValidationF1);
        WriteNumber(writer, "testF1", result.BestEpoch?.TestF1);
        Write(writer, "epochs", result.Epochs);
        if (result.FinalEpochs is [.., var last])
        {
            writer.WriteStartObject("final");
            WriteNumber(writer, "testF1", last.TestF1);
            writer.WriteNumber("temperature", result.Model.Temperature);
            Write(writer, "epochs", result.FinalEpochs);
            writer.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<EpochResult> epochs)
    {
        writer.WriteStartArray(name);
        foreach (var epoch in epochs)
        {
            Write(writer, epoch);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, EpochResult epoch)
    {
        writer.WriteStartObject();
        writer.WriteNumber("epoch", epoch.Epoch);
        writer.WriteNumber("loss", epoch.Loss);
        writer.WriteNumber("learningRate", epoch.LearningRate);
        WriteNumber(writer, "validationF1", epoch.ValidationF1);
        WriteNumber(writer, "testF1", epoch.TestF1);
        writer.WriteBoolean("best", epoch.IsBest);
        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
