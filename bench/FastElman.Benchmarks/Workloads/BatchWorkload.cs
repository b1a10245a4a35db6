using FastElman.Benchmarks.Contest;

namespace FastElman.Benchmarks.Workloads;

/// <summary>Many sentences of real lengths, handed over together.</summary>
public sealed class BatchWorkload(Section section, string name, ElmanShape shape, int count) : Workload(section, name, shape)
{
    private const int CheckedSentences = 4;

    private readonly int[][] _sentences = [.. SentenceLengths.Take(count).Select((length, i) => Text(shape, length, seed: i))];

    /// <summary>Sentences in the batch.</summary>
    public int Count => _sentences.Length;

    public override int Words => _sentences.Sum(words => words.Length);

    public override Work Start(Contestant contestant) => contestant.Batch(Parameters, _sentences);

    public override void Check(Contestant contestant, Work work)
    {
        Agreement.RequireProbabilities(contestant, Parameters, _sentences[0]);
        work.Run();
        var labels = work.Labels;
        foreach (var words in _sentences.Take(CheckedSentences))
        {
            if (!labels.IsEmpty)
            {
                Agreement.RequireLabels(contestant, Parameters, words, labels[..words.Length]);
                labels = labels[words.Length..];
            }
        }
    }
}
