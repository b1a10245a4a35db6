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
    public static readonly Section Step = new(
        "One word of a live stream",
        """
        Each word is pushed when it arrives and answered three words later, because the window looks three words ahead.
        The bound of 16-bit weights counts two bytes for each recurrent and each output weight.
        """);

    public static readonly Section Sentence = new("A sentence", "All words are known; labels only.");

    public static readonly Section Corpus = new(
        "A corpus, per word",
        $"""
        All sentences of a test set. One by one: ours takes them in the order of the corpus; ONNX Runtime and TorchSharp
        have a session or arrays for each length and take them in order of length. All at once: ours gets them unsorted;
        those two, which pad, get batches of {Engine.PaddedBatchSize} in order of length, each with a session of its
        own. TensorPrimitives does the same in both.
        """,
        PerWord: true,
        WithRate: true);

    public static readonly Section HiddenSize = new(
        "A sentence of 11 words, by hidden size", "![Latency against hidden size](latency.svg)");

    public static readonly Section Vocabulary = new(
        "A sentence of 11 words, by vocabulary",
        """
        Hidden size 100. Further down the table, the rows of more and more of the rarer words lie in memory instead of a
        cache.
        """);

    public static readonly Section Batch = new(
        "A batch of sentences, per word",
        """
        The sentences differ in length; peers that need it pad them to the longest.

        ![Throughput against batch](throughput.svg)
        """,
        PerWord: true);

    public static readonly Section Streams = new(
        "Many live streams, per word", "Every stream gets its next word in one tick.", PerWord: true);

    public static readonly Section Load = new(
        "Loading a model",
        "From a file in the page cache to a model that can run. The bound reads the file and computes a checksum.");

    public static readonly Section Training = new(
        "Training",
        $"""
        An epoch of {TrainingCorpus.Origin}: one step per sentence, backpropagated through all of it into all seven
        parameters, then every embedding divided by its length; without drawing an order, scoring and checkpoints. Each
        step on a tenth of the sentences is timed, every tenth in the order of length; ours, the bound and the peer go
        through them many times in turns. The medians of the steps, weighted by words, make an epoch. Before that each
        participant trains on {TrainingWorkload.CheckedSentences} sentences and has to give the losses of the plain
        trainer in double precision (to {TrainingAgreement.LossTolerance:0e0} of them) and, at the end, its parameters
        (to {TrainingAgreement.ParameterTolerance:0e0}). TorchSharp: autograd; one look-up for all windows and one
        product for all inputs of a sentence, one product per time step, one for all outputs; gradients subtracted in
        place.

        The bound is the composite one. For each word: two reads of the recurrent weights (h·wh forward, the gradients
        times whᵀ backward), a row of embeddings, and all other products of the forward pass, the gradients and the
        updates as multiply-adds on registers, 3 · (350 + 127) · hidden + hidden² of them.

        Measured elsewhere, not in this run, on one core of a Zen 4: Theano 1.0.5 with OpenBLAS takes 2.26 s (100 hidden
        units) and 2.81 s (200), C++ written by hand on OpenBLAS 0.28 s and 0.61 s. The tutorial's own page reports 28.8
        s.
        """);

    /// <summary>Whether 16-bit weights make a difference: elsewhere they are used as floats.</summary>
    public static bool HasInt16 => SimdInfo.Active is InstructionSet.Avx2 or InstructionSet.Avx512;

    /// <summary>Whether a corpus is handed over at once.</summary>
    private static readonly bool[] Ways = [false, true];

    private const int Labels = 127;
    private const int AtisWords = 572;

    /// <summary>Which single calls are looked at one by one.</summary>
    public IReadOnlyList<Workload> SingleCalls =>
    [
        .. from hidden in Rows([100, 200], few: [100]) select Live(hidden),
        .. from hidden in Rows([100, 200], few: [100])
           select new SentenceWorkload(Sentence, $"hidden {hidden}, 11 words", Atis(hidden), 11),
    ];

    /// <summary>The rows of the timing tables, in the order of the report.</summary>
    public IReadOnlyList<Workload> Timings =>
    [
        .. from hidden in Rows([100, 200]) select Live(hidden),
        .. from hidden in HasInt16 ? Rows([100, 200]) : [] select Int16Live(hidden),
        .. from hidden in Rows([100, 200])
           from words in Rows([1, 11, 46])
           select new SentenceWorkload(Sentence, $"hidden {hidden}, {Count(words, "word")}", Atis(hidden), words)
           {
               Lead = hidden == 100 && words == 11 ? 3.8 : null,
           },
        .. from hidden in Rows([100, 200], few: [100])
           from atOnce in Ways
           let way = atOnce ? "all at once" : "one by one"
           select new CorpusWorkload(Corpus, $"hidden {hidden}, {way}", Atis(hidden), atOnce)
           {
               Lead = hidden == 100 ? 3.8 : null,
           },
        .. from hidden in Rows([32, 64, 100, 128, 200, 256, 512, 1024], few: [32, 128, 512])
           select new SentenceWorkload(HiddenSize, $"hidden {hidden}", Atis(hidden), 11),
        .. from words in Rows([573, 10_000, 100_000, 1_000_000], few: [573, 100_000])
           select new SentenceWorkload(Vocabulary, Count(words, "word"), Shape(100, words), 11),
        .. from hidden in Rows([100, 200], few: [100])
           from sentences in Rows(hidden == 100 ? [1, 2, 4, 8, 16, 32, 64] : [1, 4, 16, 64], few: [1, 4, 16, 64])
           let lengths = SentenceLengths.All.Take(sentences).ToArray()
           select new BatchWorkload(Batch, $"hidden {hidden}, {Count(sentences, "sentence")}", Atis(hidden), lengths),
        .. from hidden in Rows([100, 200], few: [100])
           from streams in Rows(hidden == 100 ? [1, 10, 100, 1000, 10_000] : [1, 100, 1000], few: [1, 100, 10_000])
           select new StreamsWorkload(Streams, $"hidden {hidden}, {Count(streams, "stream")}", Atis(hidden), streams),
        .. from hidden in Rows([100, 200, 1024], few: [100])
           select new LoadWorkload(Load, $"hidden {hidden}", Atis(hidden)),
    ];

    /// <summary>The rows of the table of training.</summary>
    public IReadOnlyList<TrainingWorkload> Epochs =>
    [
        .. from hidden in Rows([50, 100, 200, 300, 400], few: [100, 200])
           select new TrainingWorkload(Training, $"hidden {hidden}", Atis(hidden))
           {
               Limit = hidden is 100 or 200 ? 1.3 : null,
               Lead = hidden switch { 100 => 12, 200 => 5.5, _ => null },
           },
    ];

    /// <summary>A network for ATIS.</summary>
    public static ElmanShape Atis(int hidden) => Shape(hidden, AtisWords);

    private static StreamsWorkload Live(int hidden) =>
        new(Step, $"hidden {hidden}", Atis(hidden), count: null) { Lead = hidden == 100 ? 7 : null };

    private static StreamsWorkload Int16Live(int hidden) =>
        new(Step, $"hidden {hidden}, 16-bit weights", Atis(hidden), count: null, WeightPrecision.Int16);

    private static ElmanShape Shape(int hidden, int words) =>
        new(hidden, Labels, words, embeddingSize: 50, windowSize: 7);

    private static string Count(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");

    private int[] Rows(int[] all, int[]? few = null) => quick ? few ?? all : all;
}
