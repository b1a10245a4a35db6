using System.Globalization;
using FastElman.Training;
using FastElman.Training.Backpropagation;

namespace FastElman.Benchmarks.Workloads;

/// <summary>
/// Everything that is measured. Where nothing else is said the network is that of ATIS: 127 labels, 572 words,
/// embeddings of 50, a window of 7, and a hidden layer of 100 or 200. The quick suite has the same tables with fewer
/// rows.
/// </summary>
internal sealed class Suite(bool quick)
{
    /// <summary>Whether 16-bit weights make a difference: in scalar code they are used as floats.</summary>
    public static bool HasInt16 => SimdInfo.Active is not InstructionSet.Scalar;

    /// <summary>Whether a corpus is handed over at once.</summary>
    private static readonly bool[] Ways = [false, true];

    private const int Labels = 127;
    private const int AtisWords = 572;

    /// <summary>Which single calls are looked at one by one.</summary>
    public IReadOnlyList<Workload> SingleCalls =>
    [
        .. from hidden in Rows([100, 200], few: [100]) select Live(hidden),
        .. from hidden in Rows([100, 200], few: [100])
           select new SentenceWorkload(Sections.Sentence, $"hidden {hidden}, 11 words", Atis(hidden), 11),
    ];

    /// <summary>Sizes of the hidden layer, where a table goes by them.</summary>
    private static readonly int[] Sizes = [16, 32, 64, 100, 200, 400, 1024];

    /// <summary>Those of them that have targets.</summary>
    private static readonly int[] AimedSizes = [32, 64, 100, 200, 400];

    /// <summary>The rows of the timing tables, in the order of the report.</summary>
    public IReadOnlyList<Workload> Timings =>
    [
        .. from hidden in Rows(Sizes, few: AimedSizes) select Live(hidden),
        .. from hidden in HasInt16 ? Rows([100, 200]) : [] select Int16Live(hidden),
        .. from hidden in Rows([100, 200])
           from words in Rows([1, 11, 46], few: [11])
           let name = $"hidden {hidden}, {Count(words, "word")}"
           select new SentenceWorkload(Sections.Sentence, name, Atis(hidden), words)
           {
               LibraryLead = hidden == 100 && words == 11 ? 3.8 : null,
           },
        .. from hidden in Rows([100, 200], few: [100])
           from atOnce in Ways
           let way = atOnce ? "all at once" : "one by one"
           select new CorpusWorkload(Sections.Corpus, $"hidden {hidden}, {way}", Atis(hidden), atOnce)
           {
               LibraryLead = hidden == 100 ? 3.8 : null,
           },
        .. from hidden in Rows(Sizes, few: [16, 100, 1024])
           select new SentenceWorkload(Sections.HiddenSize, $"hidden {hidden}", Atis(hidden), 11),
        .. WithProbabilities(),
        .. from hidden in Rows([100, 200], few: [100]) from workload in WithRandomWeights(hidden) select workload,
        .. from hidden in Rows([100, 200, 400])
           select new StreamsWorkload(Sections.Sparse, $"hidden {hidden}", Atis(hidden), count: null)
           {
               Weights = WeightsKind.Sparse,
               Lead = hidden switch { 100 => 2.4, 200 => 2.5, _ => 2.8 },
           },
        .. from words in Rows([573, 10_000, 100_000, 1_000_000], few: [573, 100_000])
           select new SentenceWorkload(Sections.Vocabulary, Count(words, "word"), Shape(100, words), 11),
        .. from hidden in Rows([100, 200], few: [100])
           from sentences in Rows(hidden == 100 ? [1, 2, 4, 8, 16, 32, 64] : [1, 4, 16, 64], few: [4, 64])
           let lengths = SentenceLengths.All.Take(sentences).ToArray()
           select new BatchWorkload(
               Sections.Batch, $"hidden {hidden}, {Count(sentences, "sentence")}", Atis(hidden), lengths),
        .. from hidden in Rows([100, 200], few: [100])
           from streams in Rows(hidden == 100 ? [1, 10, 100, 1000, 10_000] : [1, 100, 1000], few: [100, 1000])
           select new StreamsWorkload(
               Sections.Streams, $"hidden {hidden}, {Count(streams, "stream")}", Atis(hidden), streams),
        .. from hidden in Rows([100, 200, 1024], few: [100])
           select new LoadWorkload(Sections.Load, $"hidden {hidden}", Atis(hidden)) { Lead = 1.0 },
    ];

    /// <summary>The rows of the table of training.</summary>
    public IReadOnlyList<TrainingWorkload> Epochs =>
    [
        .. from hidden in Rows([50, 100, 200, 300, 400], few: [100, 200])
           select new TrainingWorkload(Sections.Training, $"hidden {hidden}", Atis(hidden))
           {
               Limit = hidden is 100 or 200 ? 1.3 : null,
               Lead = hidden switch { 100 => 12, 200 => 5.5, _ => null },
           },
    ];

    /// <summary>A network for ATIS.</summary>
    public static ElmanShape Atis(int hidden) => Shape(hidden, AtisWords);

    /// <summary>A network of any vocabulary.</summary>
    public static ElmanShape Shape(int hidden, int words) =>
        new(hidden, Labels, words, embeddingSize: 50, windowSize: 7);

    private static StreamsWorkload Live(int hidden) =>
        new(Sections.Step, $"hidden {hidden}", Atis(hidden), count: null)
        {
            Lead = hidden switch { 32 => 2.4, 64 => 2.6, 100 => 2.1, 200 => 1.6, 400 => 1.4, _ => null },
            LibraryLead = hidden == 100 ? 7 : null,
        };

    private static StreamsWorkload Int16Live(int hidden) =>
        new(Sections.Step, $"hidden {hidden}, 16-bit weights", Atis(hidden), count: null, WeightPrecision.Int16);

    private IEnumerable<Workload> WithProbabilities()
    {
        foreach (var hidden in Rows(Sizes, few: AimedSizes))
        {
            var isAimed = AimedSizes.Contains(hidden);
            var (shape, name, section) = (Atis(hidden), $"hidden {hidden}", Sections.Probabilities);
            yield return new SentenceWorkload(section, $"{name}, a sentence of 11", shape, 11)
            {
                Answer = Answer.Probabilities,
                Lead = isAimed ? 1.3 : null,
                ConfidenceLead = isAimed ? 1.4 : null,
            };
            foreach (var atOnce in Ways.Where(_ => isAimed))
            {
                yield return new CorpusWorkload(
                    section, $"{name}, a corpus {(atOnce ? "in batches" : "one by one")}", shape, atOnce, quick)
                {
                    Answer = Answer.Probabilities,
                    Lead = atOnce && hidden < 100 ? 1.1 : 1.3,
                    ConfidenceLead = atOnce ? 1.25 : 1.4,
                };
            }
        }
    }

    private IEnumerable<Workload> WithRandomWeights(int hidden)
    {
        var (shape, name, section) = (Atis(hidden), $"hidden {hidden}", Sections.RandomWeights);
        yield return new StreamsWorkload(section, $"{name}, a step", shape, count: null)
        {
            Weights = WeightsKind.Random,
            Lead = 1.3,
        };
        yield return new SentenceWorkload(section, $"{name}, a sentence of 11", shape, 11)
        {
            Weights = WeightsKind.Random,
            Lead = 1.3,
        };
        yield return new CorpusWorkload(section, $"{name}, a corpus in batches", shape, atOnce: true, quick)
        {
            Weights = WeightsKind.Random,
            Lead = 1.1,
        };
    }

    private static string Count(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");

    private int[] Rows(int[] all, int[]? few = null) => quick ? few ?? all : all;
}
