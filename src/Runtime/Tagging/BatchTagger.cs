using System.Diagnostics;
using System.Runtime.CompilerServices;
using FastElman.Network;
using FastElman.Simd;
using FastElman.Tagging;
using FastElman.Validation;
using Microsoft.Extensions.ObjectPool;

namespace FastElman;

/// <summary>
/// Labels many sentences at once, for throughput. Sentences advance in lockstep, so that each weight that is loaded
/// serves many words, on one thread or on several. Labels and probabilities are the same bits as those of
/// <see cref="Tagger"/>.
/// </summary>
/// <remarks>
/// Thread-safe, without locks. A batch on one thread allocates only where it has more sentences than all before it, or
/// where more batches run at the same time. A batch on several threads is worked on by the caller and by threads of
/// <see cref="ThreadPool"/> as they become free; what the pool allocates to call one does not depend on the size of the
/// batch. The tagger has no threads of its own and needs no disposal.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class BatchTagger
{
    private readonly ElmanShape _shape;
    private readonly BatchWorker _worker;
    private readonly DefaultObjectPool<BatchJob> _jobs;

    /// <summary>Makes a tagger that runs a batch on the calling thread. Cheap: the model is shared.</summary>
    /// <param name="model">The compiled model, shared.</param>
    public BatchTagger(CompiledModel model)
        : this(model, 1)
    {
    }

    /// <summary>Makes a tagger that runs a batch on several threads. Cheap: the model is shared.</summary>
    /// <param name="model">The compiled model, shared.</param>
    /// <param name="maxDegreeOfParallelism">
    /// Threads that may work on a batch at a time, the calling one included, at least 1;
    /// <see cref="Environment.ProcessorCount"/> for all cores. A small batch uses fewer: one for every 16 sentences.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is below 1.</exception>
    public BatchTagger(CompiledModel model, int maxDegreeOfParallelism)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDegreeOfParallelism, 1);
        Model = model;
        _shape = model.Shape;
        MaxDegreeOfParallelism = maxDegreeOfParallelism;
        _worker = new BatchWorker(model.Network, model.InstructionSet);
        _jobs = new DefaultObjectPool<BatchJob>(
            new PooledPolicy<BatchJob>(() => new BatchJob(_worker)), BatchWorker.Retained);
    }

    /// <summary>The compiled model.</summary>
    public CompiledModel Model { get; }

    /// <summary>Threads that may work on a batch at a time.</summary>
    public int MaxDegreeOfParallelism { get; }

    /// <summary>The instruction set that this tagger's kernels were made with.</summary>
    public InstructionSet InstructionSet => _worker.InstructionSet;

    /// <summary>Labels sentences that follow one another.</summary>
    /// <param name="words">
    /// The word indices of all sentences, as in <see cref="Tagger.Tag(ReadOnlySpan{int}, Span{int})"/>.
    /// </param>
    /// <param name="lengths">The number of words of each sentence; 0 is allowed.</param>
    /// <param name="labels">Receives the label indices, one a word, in the order of <paramref name="words"/>.</param>
    /// <exception cref="ArgumentException">
    /// The lengths do not add up to the number of words, there is not one label a word, or words and labels share
    /// memory.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A word is out of range, or a length is negative; nothing was written.
    /// </exception>
    public void Tag(ReadOnlySpan<int> words, ReadOnlySpan<int> lengths, Span<int> labels) =>
        Run(words, lengths, labels, default);

    /// <summary>Labels sentences that follow one another, and gives the probability of every label.</summary>
    /// <param name="words">
    /// The word indices of all sentences, as in <see cref="Tagger.Tag(ReadOnlySpan{int}, Span{int})"/>.
    /// </param>
    /// <param name="lengths">The number of words of each sentence; 0 is allowed.</param>
    /// <param name="labels">Receives the label indices, one a word, in the order of <paramref name="words"/>.</param>
    /// <param name="probabilities">Receives the probabilities [words, labels], row by row; the rows sum to 1.</param>
    /// <exception cref="ArgumentException">
    /// The lengths do not add up to the number of words, there is not room for one label and one row a word, or words
    /// and labels share memory.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A word is out of range, or a length is negative; nothing was written.
    /// </exception>
    public void Tag(ReadOnlySpan<int> words, ReadOnlySpan<int> lengths, Span<int> labels, Span<float> probabilities)
    {
        Guard.ProbabilityMatrix(words.Length, _shape.LabelCount, probabilities.Length);

        Run(words, lengths, labels, probabilities);
    }

    /// <summary>How the model is run.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => Model.ToString();

    [MethodImpl(HotPath.Compiled)]
    private void Run(ReadOnlySpan<int> words, ReadOnlySpan<int> lengths, Span<int> labels, Span<float> probabilities)
    {
        Guard.OneLabelPerWord(words.Length, labels.Length);

        Guard.InVocabulary(words, _shape.PaddingRow);
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
