using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
/// batch. The tagger has no threads of its own and needs no disposal. Memory that is shared between spans, or changed
/// by another thread during a call, is treated as <see cref="Tagger"/> treats it.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class BatchTagger
{
    /// <summary>Batches of texts whose memory the pool keeps.</summary>
    private const int RetainedTexts = 8;

    private readonly ElmanShape _shape;
    private readonly BatchWorker _worker;
    private readonly DefaultObjectPool<BatchJob> _jobs;
    private readonly UnknownTokens? _unknownTokens;
    private readonly DefaultObjectPool<TextWorkspace> _texts = new(
        new PooledPolicy<TextWorkspace>(() => new TextWorkspace(), each => each.IsOfUsualSize), RetainedTexts);

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
        _jobs = WorkspacePools.Create(() => new BatchJob(_worker.Work));
        _unknownTokens = UnknownTokens.Of(model);
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
    /// memory. Lengths may share memory with anything: they are copied first.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A word is out of range, or a length is negative; nothing was written.
    /// </exception>
    public void Tag(ReadOnlySpan<int> words, ReadOnlySpan<int> lengths, Span<int> labels) =>
        Run(words, lengths, labels, default, default);

    /// <summary>Labels sentences that follow one another, and gives the probability of every label.</summary>
    /// <param name="words">
    /// The word indices of all sentences, as in <see cref="Tagger.Tag(ReadOnlySpan{int}, Span{int})"/>.
    /// </param>
    /// <param name="lengths">The number of words of each sentence; 0 is allowed.</param>
    /// <param name="labels">Receives the label indices, one a word, in the order of <paramref name="words"/>.</param>
    /// <param name="probabilities">Receives the probabilities [words, labels], row by row; the rows sum to 1.</param>
    /// <exception cref="ArgumentException">
    /// The lengths do not add up to the number of words, there is not room for one label and one row a word, or two of
    /// words, labels and probabilities share memory.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A word is out of range, or a length is negative; nothing was written.
    /// </exception>
    public void Tag(ReadOnlySpan<int> words, ReadOnlySpan<int> lengths, Span<int> labels, Span<float> probabilities)
    {
        Guard.ProbabilityMatrix(words.Length, _shape.LabelCount, probabilities.Length);

        Run(words, lengths, labels, probabilities, default);
    }

    /// <summary>
    /// Labels sentences that follow one another, and gives the probability of each word's label, in less time than the
    /// probabilities of all labels.
    /// </summary>
    /// <param name="words">
    /// The word indices of all sentences, as in <see cref="Tagger.Tag(ReadOnlySpan{int}, Span{int})"/>.
    /// </param>
    /// <param name="lengths">The number of words of each sentence; 0 is allowed.</param>
    /// <param name="labels">Receives the label indices, one a word, in the order of <paramref name="words"/>.</param>
    /// <param name="confidence">
    /// Receives the probability of each label, 0 to 1, one a word, as in
    /// <see cref="Tagger.TagWithConfidence(ReadOnlySpan{int}, Span{int}, Span{float})"/>.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The lengths do not add up to the number of words, there is not room for one label and one probability a word, or
    /// two of words, labels and confidence share memory.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A word is out of range, or a length is negative; nothing was written.
    /// </exception>
    public void TagWithConfidence(
        ReadOnlySpan<int> words, ReadOnlySpan<int> lengths, Span<int> labels, Span<float> confidence)
    {
        Guard.OneConfidencePerWord(words.Length, confidence.Length);
        Guard.NoOverlap<float, int>(confidence, words);
        Guard.NoOverlap<float, int>(confidence, labels);
        Run(words, lengths, labels, default, new LabelConfidence(confidence));
    }

    /// <summary>Labels sentences of words.</summary>
    /// <param name="sentences">
    /// The words of each sentence. <see cref="Vocabulary.GetIndex(ReadOnlySpan{char})"/> says how they are looked up.
    /// </param>
    /// <returns>The label of each word of each sentence.</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary or no labels.</exception>
    /// <exception cref="ArgumentException">
    /// A sentence or a word is null, or a word is unknown and the vocabulary has no <c>&lt;UNK&gt;</c>.
    /// </exception>
    public string[][] Tag(IReadOnlyList<IReadOnlyList<string>> sentences)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        var (tokenizer, labelSet) = Model.RequireNames();
        var lengths = new int[sentences.Count];
        var unknownWords = _unknownTokens?.Rent();
        var words = new List<int>();
        try
        {
            for (var i = 0; i < lengths.Length; i++)
            {
                var sentence = sentences[i]
                    ?? throw new ArgumentException($"The sentence at position {i} is null.", nameof(sentences));
                lengths[i] = sentence.Count;
                for (var j = 0; j < sentence.Count; j++)
                {
                    var word = sentence[j] ?? throw new ArgumentException(
                        $"The word at position {j} of the sentence at position {i} is null.", nameof(sentences));
                    words.Add(UnknownTokens.IndexOf(word, tokenizer.Vocabulary, unknownWords));
                }
            }

            var indices = new int[words.Count];
            RunChecked(CollectionsMarshal.AsSpan(words), lengths, indices, default, default, unknownWords);
            return Name(indices, lengths, labelSet);
        }
        finally
        {
            if (unknownWords is not null)
            {
                _unknownTokens!.Return(unknownWords);
            }
        }
    }

    /// <summary>How the model is run.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => Model.ToString();

    /// <summary>The labels of sentences by name.</summary>
    private static string[][] Name(int[] indices, int[] lengths, LabelSet labelSet)
    {
        var labels = new string[lengths.Length][];
        var next = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = new string[lengths[i]];
            foreach (ref var label in labels[i].AsSpan())
            {
                label = labelSet[indices[next++]];
            }
        }

        return labels;
    }

    /// <returns>The number of words that the product in bytes has left open.</returns>
    [MethodImpl(HotPath.Compiled)]
    private int Run(
        ReadOnlySpan<int> words,
        ReadOnlySpan<int> lengths,
        Span<int> labels,
        Span<float> probabilities,
        LabelConfidence confidence)
    {
        Guard.OneLabelPerWord(words.Length, labels.Length);

        Guard.InVocabulary(words, _shape.PaddingRow);
        Guard.NoOverlap<int, int>(labels, words);
        Guard.NoOverlap<float, int>(probabilities, words);
        Guard.NoOverlap<float, int>(probabilities, labels);
        return RunChecked(words, lengths, labels, probabilities, confidence, unknownWords: null);
    }

    /// <summary>Runs words that are in the vocabulary, or are unknown ones that come with them.</summary>
    /// <returns>The number of words that the product in bytes has left open.</returns>
    [MethodImpl(HotPath.Compiled)]
    private int RunChecked(
        ReadOnlySpan<int> words,
        ReadOnlySpan<int> lengths,
        Span<int> labels,
        Span<float> probabilities,
        LabelConfidence confidence,
        UnknownWords? unknownWords)
    {
        var job = _jobs.Get();
        try
        {
            job.Order(lengths, words.Length, Model.Network);
            job.Run(words, labels, probabilities, confidence, unknownWords, MaxDegreeOfParallelism);
            return job.RescoredCount;
        }
        finally
        {
            _jobs.Return(job);
        }
    }
}
