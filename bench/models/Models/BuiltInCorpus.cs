using FastElman.Training;

namespace FastElman.Benchmarks.Models;

/// <summary>The built-in corpus as a folder that commands read.</summary>
internal static class BuiltInCorpus
{
    /// <summary>
    /// Writes train.txt, valid.txt and test.txt: a word and its label a line, a blank line behind each sentence.
    /// </summary>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var requests = FlightRequests.Generate();
        Write(Path.Combine(folder, "train.txt"), requests.Train);
        Write(Path.Combine(folder, "valid.txt"), requests.Validation);
        Write(Path.Combine(folder, "test.txt"), requests.Test);
    }

    private static void Write(string file, IEnumerable<CorpusSentence> sentences)
    {
        using var writer = new StreamWriter(file) { NewLine = "\n" };
        foreach (var sentence in sentences)
        {
            foreach (var (word, label) in sentence.Words.Zip(sentence.Labels))
            {
                writer.WriteLine($"{word} {label}");
            }

            writer.WriteLine();
        }
    }
}
