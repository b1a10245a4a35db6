using FastElman.Benchmarks.Service.Load;
using FastElman.Training;

namespace FastElman.Benchmarks.Service.Tables;

/// <summary>The model of the tutorial's size, and the texts; both are made of flight requests.</summary>
internal static class Preparation
{
    /// <summary>Trains the model where there is none yet: some seconds.</summary>
    public static void TrainModel(string path)
    {
        if (File.Exists(path))
        {
            return;
        }

        var options = new TrainingOptions { HiddenSize = 100, EmbeddingSize = 50, WindowSize = 7, Epochs = 8 };
        new TrainingRun(FlightRequests.Generate().ToCorpus(), options).Run().Model.Save(path);
    }

    /// <summary>Flight requests that no model was trained on.</summary>
    public static Texts CreateTexts()
    {
        var sentences = FlightRequests.Generate(seed: 12, testCount: 1000).Test;
        return new([.. sentences.Select(sentence => string.Join(' ', sentence.Words))]);
    }
}
