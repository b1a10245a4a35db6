namespace FastElman.Benchmarks.Workloads;

/// <summary>The tables of the report.</summary>
internal static class Sections
{
    public static readonly Section Step = new(
        "One word of a live stream",
        """
        Each word is pushed when it arrives and answered three words later, because the window looks three words ahead.
        The bound of 16-bit weights counts two bytes for each recurrent and each output weight.
        """,
        InTurns: true);

    public static readonly Section Sentence = new("A sentence", "All words are known; labels only.");

    public static readonly Section Corpus = new(
        "A corpus, per word",
        $"""
        All sentences of a test set. One by one: ours takes them in the order of the corpus; ONNX Runtime and TorchSharp
        have a session or arrays for each length and take them in order of length. All at once: ours gets them unsorted,
        and so does C++, which sorts them itself; those two, which pad, get batches of {Engine.PaddedBatchSize} in order
        of length, each with a session of its own. TensorPrimitives does the same in both.
        """,
        PerWord: true,
        WithRate: true);

    public static readonly Section HiddenSize = new(
        "A sentence of 11 words, by hidden size", "![Latency against hidden size](latency.svg)", InTurns: true);

    public static readonly Section Vocabulary = new(
        "A sentence of 11 words, by vocabulary",
        """
        Hidden size 100. Further down the table, the rows of more and more of the rarer words lie in memory instead of a
        cache. C++ and the projected forms of ONNX Runtime take part where their tables take no more memory than ours
        may by default (64 MiB).
        """,
        InTurns: true);

    public static readonly Section Batch = new(
        "A batch of sentences, per word",
        """
        The sentences differ in length; peers that need it pad them to the longest.

        ![Throughput against batch](throughput.svg)
        """,
        PerWord: true);

    public static readonly Section Probabilities = new(
        "With probabilities of all labels, per word",
        $"""
        Here everybody gives the probabilities of all labels; in the other tables ours, ONNX Runtime, TorchSharp and
        TensorPrimitives give labels alone, and C++ gives probabilities as it always does. Ours gives them beside the
        labels; so does C++, and the others the probabilities alone. A further column is ours when it is asked for the
        probability of the best label alone ("top-1 confidence"). The bound counts all output weights as multiply-adds.
        A corpus in batches: ours gets it at once, in the order of the corpus, C++ too, which sorts it by length; the
        others get batches of {Engine.PaddedBatchSize} in order of length.
        """,
        PerWord: true,
        InTurns: true);

    public static readonly Section RandomWeights = new(
        "Random weights, labels, per word",
        """
        A network that was never trained: all weights uniform between -0.2 and 0.2. Its labels are about equally
        probable, so that byte products leave many of them possible.
        """,
        PerWord: true,
        InTurns: true);

    public static readonly Section Sparse = new(
        "Three tenths of the recurrent weights: one word of a live stream",
        """
        Of each block of 16 columns of wh three tenths of the rows are kept, and all else is zero. Ours leaves the zeros
        out, the peers multiply with them. The bound reads what was kept.
        """,
        InTurns: true);

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
}
