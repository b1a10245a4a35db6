using FastElman.Network;
using FastElman.Tagging;
using FastElman.Validation;
using Microsoft.Extensions.ObjectPool;

namespace FastElman;

/// <summary>
/// Labels many sentences at once, for throughput: sentences run in lockstep, so that each weight that is loaded serves many words, on one thread
/// or on several. The labels are those of <see cref="Tagger"/>, and the probabilities the same bits.
/// </summary>
/// <remarks>
/// Thread-safe, without locks. On one thread nothing is allocated once a batch of that many sentences was run on as many threads. On several,
/// the caller works too, and threads of <see cref="ThreadPool"/> join it as they become free; the tagger has no threads of its own, and needs no
/// disposal. What the pool allocates to call one, if anything, is not a matter of the batch's size.
/// </remarks>
public sealed class BatchTagger
{
    private readonly BatchWorker _worker;
    private readonly DefaultObjectPool<BatchJob> _jobs;

    /// <summary>Makes a tagger that runs a batch on the thread that calls; cheap, the model is shared.</summary>
    /// <param name="model">The compiled model, shared.</param>
    public BatchTagger(CompiledModel model)
        : this(model, 1)
    {
    }

    /// <summary>Makes a tagger that runs a batch on several threads; cheap, the model is shared.</summary>
    /// <param name="model">The compiled model, shared.</param>
    /// <param name="maxDegreeOfParallelism">
    /// Threads that may work on a batch at a time, the caller's included, at least 1; <see cref="Environment.ProcessorCount"/> for all cores. A small
    /// batch uses fewer: one for every 16 sentences.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is below 1.</exception>
    public BatchTagger(CompiledModel model, int maxDegreeOfParallelism)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDegreeOfParallelism, 1);
        Model = model;
        MaxDegreeOfParallelism = maxDegreeOfParallelism;
        _worker = new BatchWorker(model.Network, model.InstructionSet);
        _jobs = new DefaultObjectPool<BatchJob>(
            new PooledPolicy<BatchJob>(() => new BatchJob(_worker)), BatchWorker.Retained);
    }

    /// <summary>The model.</summary>
    public CompiledModel Model { get; }

    /// <summary>Threads that may work on a batch at a time.</summary>
    public int MaxDegreeOfParallelism { get; }

    /// <summary>The instruction set that this tagger's kernels were made with.</summary>
    public InstructionSet InstructionSet => _worker.InstructionSet;

    /// <summary>Labels sentences that stand one after another.</summary>
    /// <param name="words">The word indices of all sentences, as in <see cref="Tagger.Tag(ReadOnlySpan{int}, Span{int})"/>.</param>
    /// <param name="lengths">The number of words of each sentence; may be 0.</param>
    /// <param name="labels">Receives the label indices, one a word, in the order of <paramref name="words"/>.</param>
    /// <exception cref="ArgumentException">The lengths do not add up to the number of words, there is not one label a word, or words and labels share memory.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A word is out of range, or a length is negative; nothing was written.</exception>
    public void Tag(ReadOnlySpan<int> words, ReadOnlySpan<int> lengths, Span<int> labels) => Run(words, lengths, labels, default);

    /// <summary>Labels sentences that stand one after another, and gives the probability of every label.</summary>
    /// <param name="words">The word indices of all sentences, as in <see cref="Tagger.Tag(ReadOnlySpan{int}, Span{int})"/>.</param>
    /// <param name="lengths">The number of words of each sentence; may be 0.</param>
    /// <param name="labels">Receives the label indices, one a word, in the order of <paramref name="words"/>.</param>
    /// <param name="probabilities">Receives the probabilities [words, labels], row by row; the rows sum to 1.</param>
    /// <exception cref="ArgumentException">
    /// The lengths do not add up to the number of words, there is not room for one label and one row a word, or words and labels share memory.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A word is out of range, or a length is negative; nothing was written.</exception>
    public void Tag(ReadOnlySpan<int> words, ReadOnlySpan<int> lengths, Span<int> labels, Span<float> probabilities)
    {
        Guard.ProbabilityMatrix(words.Length, Model.Shape.LabelCount, probabilities.Length);

        Run(words, lengths, labels, probabilities);
    }

    private void Run(ReadOnlySpan<int> words, ReadOnlySpan<int> lengths, Span<int> labels, Span<float> probabilities)
    {
        Guard.OneLabelPerWord(words.Length, labels.Length);

        Guard.InVocabulary(words, Model.Shape.PaddingRow);
        Guard.NoOverlap(words, labels);
        foreach (var length in lengths)
        {
            SequenceWorkspace.Require(length, Model.Network);
        }

        var job = _jobs.Get();
        try
        {
            job.Order(lengths, words.Length);
            job.Run(words, labels, probabilities, MaxDegreeOfParallelism);
        }
        finally
        {
            _jobs.Return(job);
        }
    }
}
