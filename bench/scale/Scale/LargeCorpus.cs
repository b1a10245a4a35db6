using System.Text;
using FastElman.Training;

namespace FastElman.Benchmarks.Scale;

/// <summary>A corpus as large as one likes, of the built-in grammar, and a model that knows its words.</summary>
internal static class LargeCorpus
{
    /// <summary>The most sentences that <see cref="FlightRequests"/> writes with one seed.</summary>
    private const int SentencesOfSeed = 10_000;

    /// <summary>Writes sentences, a word a line and a blank line behind each, until there are enough words.</summary>
    public static void Write(long wordCount, string file)
    {
        using var writer = new StreamWriter(file, append: false, new UTF8Encoding(), bufferSize: 1 << 16);
        writer.NewLine = "\n";
        for (ulong seed = 1; wordCount > 0; seed++)
        {
            foreach (var sentence in FlightRequests.Generate(seed, SentencesOfSeed, 0, 0).Train)
            {
                if (wordCount <= 0)
                {
                    break;
                }

                foreach (var word in sentence.Words)
                {
                    writer.WriteLine(word);
                }

                writer.WriteLine();
                wordCount -= sentence.Length;
            }
        }
    }

    /// <summary>
    /// Trains a network of 100 hidden units for two epochs: how fast it is does not depend on how good.
    /// </summary>
    public static ElmanModel TrainModel()
    {
        var options = new TrainingOptions { HiddenSize = 100, EmbeddingSize = 50, WindowSize = 7, Epochs = 2 };
        return new TrainingRun(FlightRequests.Generate().ToCorpus(), options).Run().Model;
    }
}
