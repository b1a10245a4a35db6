using System.Runtime.CompilerServices;
using FastElman.Network;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Tagging;

/// <summary>
/// A batch under way: its sentences, longest first. Every thread at work takes the next sentence until none is left.
/// The caller works on the batch too and never waits for a thread that has not begun, so a busy thread pool makes a
/// batch slow but cannot block it.
/// </summary>
/// <param name="work">Runs sentences of the batch, on one thread, until all are taken.</param>
internal sealed unsafe class BatchJob(Action<BatchJob> work) : IThreadPoolWorkItem
{
    /// <summary>Added to the number of helpers when no more may enter: the sum is negative.</summary>
    private const int Closed = int.MinValue / 2;

    private int[] _starts = [];
    private int[] _negatedLengths = [];
    private int* _words;
    private int* _labels;
    private float* _probabilities;
    private float* _confidence;
    private float* _continuations;
    private int _wordCount;
    private int _probabilityCount;
    private int _confidenceCount;
    private int _continuationCount;
    private int _sentences;
    private int _next;
    private int _mostHelpers;
    private int _helpers = Closed;
    private int _invitations;
    private int _rescored;
    private Exception? _failure;

    /// <summary>[words]: the word indices of all sentences.</summary>
    public ReadOnlySpan<int> Words => new(_words, _wordCount);

    /// <summary>[words]: receives the labels.</summary>
    public Span<int> Labels => new(_labels, _wordCount);

    /// <summary>[words, labels]: receives the probabilities; or empty.</summary>
    public Span<float> Probabilities => new(_probabilities, _probabilityCount);

    /// <summary>Whether the probability of the labels is wanted.</summary>
    public bool WantsConfidence => _confidenceCount > 0;

    /// <summary>Receives the probability of the labels; or empty.</summary>
    public LabelConfidence Confidence =>
        new(new Span<float>(_confidence, _confidenceCount), new Span<float>(_continuations, _continuationCount));

    /// <summary>The words of the batch that the vocabulary does not have; null where there are none.</summary>
    public UnknownWords? UnknownWords { get; private set; }

    /// <summary>Words of the batch that the product in bytes has left open.</summary>
    public int RescoredCount => _rescored;

    /// <summary>Sentences that each thread runs in lockstep, a multiple of <see cref="BatchState.RowBlock"/>.</summary>
    public int Slots { get; private set; }

    /// <summary>
    /// Sorts the sentences into the order in which they are run. Sentences without words are left out. Each length is
    /// read once, because the caller's memory may change: what is checked here is what is run.
    /// </summary>
    /// <param name="lengths">[sentences]: the number of words of each sentence.</param>
    /// <param name="wordCount">The sum that the lengths must have.</param>
    /// <param name="network">The network, which may have to see a sentence whole.</param>
    /// <exception cref="ArgumentException">The lengths have another sum, or a sentence is too long.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is negative.</exception>
    [MethodImpl(HotPath.Compiled)]
    public void Order(ReadOnlySpan<int> lengths, int wordCount, PackedNetwork network)
    {
        if (_starts.Length < lengths.Length)
        {
            _starts = new int[lengths.Length];
            _negatedLengths = new int[lengths.Length];
        }

        var start = 0L;
        _sentences = 0;
        foreach (var length in lengths)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(length, nameof(lengths));
            SequenceWorkspace.Require(length, network);
            if (length > 0)
            {
                _starts[_sentences] = (int)Math.Min(start, wordCount);

                // Negated, because the ascending sort then puts the longest first.
                _negatedLengths[_sentences] = -length;
                _sentences++;
                start += length;
            }
        }

        if (start != wordCount)
        {
            throw new ArgumentException(
                $"Expected lengths that add up to {wordCount} words, found {start}.", nameof(lengths));
        }

        _negatedLengths.AsSpan(0, _sentences).Sort(_starts.AsSpan(0, _sentences));
    }

    /// <summary>Labels all sentences, in the order of the last call of <see cref="Order"/>.</summary>
    /// <param name="words">[words]: the word indices of all sentences.</param>
    /// <param name="labels">[words]: receives the labels.</param>
    /// <param name="probabilities">[words, labels]: receives the probabilities; or empty.</param>
    /// <param name="confidence">Receives the probability of the labels, its first part [words]; or empty.</param>
    /// <param name="unknownWords">The words that the vocabulary does not have; or null.</param>
    /// <param name="threads">The maximum number of threads, at least 1, the caller's included.</param>
    /// <exception cref="AggregateException">A helper thread failed.</exception>
    [MethodImpl(HotPath.Compiled)]
    public void Run(
        ReadOnlySpan<int> words,
        Span<int> labels,
        Span<float> probabilities,
        LabelConfidence confidence,
        UnknownWords? unknownWords,
        int threads)
    {
        fixed (int* firstWord = words, firstLabel = labels)
        fixed (float* firstProbability = probabilities)
        fixed (float* firstConfidence = confidence.Words, firstContinuation = confidence.Continuations)
        {
            UnknownWords = unknownWords;
            _words = firstWord;
            _labels = firstLabel;
            _probabilities = firstProbability;
            _confidence = firstConfidence;
            _continuations = firstContinuation;
            _confidenceCount = confidence.Words.Length;
            _continuationCount = confidence.Continuations.Length;
            _wordCount = words.Length;
            _probabilityCount = probabilities.Length;
            try
            {
                Share(Math.Clamp(_sentences / BatchState.MaximumSlots, 1, threads));
            }
            finally
            {
                UnknownWords = null;
            }
        }
    }

    /// <summary>Takes the next sentence.</summary>
    /// <param name="start">The index of its first word among all words.</param>
    /// <param name="length">The number of its words.</param>
    /// <returns>False when no sentence is left.</returns>
    [MethodImpl(HotPath.Compiled)]
    public bool TryTake(out int start, out int length)
    {
        var next = _mostHelpers == 0 ? _next++ : Interlocked.Increment(ref _next) - 1;
        if (next >= _sentences)
        {
            (start, length) = (0, 0);
            return false;
        }

        (start, length) = (_starts[next], -_negatedLengths[next]);
        return true;
    }

    /// <summary>Counts words that the product in bytes has left open.</summary>
    public void AddRescored(int count)
    {
        if (count != 0)
        {
            Interlocked.Add(ref _rescored, count);
        }
    }

    /// <summary>
    /// Helps with the batch, on a thread of the pool. The pool may call it late: when the batch is done, or when this
    /// object runs another batch. It then does nothing, or helps with that batch.
    /// </summary>
    public void Execute()
    {
        Interlocked.Decrement(ref _invitations);
        if (!TryEnter())
        {
            return;
        }

        try
        {
            work(this);
        }
        catch (Exception e)
        {
            _failure = e;
        }
        finally
        {
            Interlocked.Decrement(ref _helpers);
        }
    }

    [MethodImpl(HotPath.Compiled)]
    private void Share(int threads)
    {
        var slots = (_sentences / threads) + BatchState.RowBlock - 1;
        slots = Math.Clamp(slots, BatchState.RowBlock, BatchState.MaximumSlots);
        Slots = slots / BatchState.RowBlock * BatchState.RowBlock;
        _next = 0;
        _mostHelpers = threads - 1;
        _rescored = 0;
        _failure = null;
        Interlocked.Exchange(ref _helpers, 0);
        try
        {
            // Queued work items of an earlier batch that have not run yet serve this batch as well.
            while (Volatile.Read(ref _invitations) < _mostHelpers)
            {
                Interlocked.Increment(ref _invitations);
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }

            work(this);
        }
        finally
        {
            Close();
        }

        if (_failure is { } failure)
        {
            throw new AggregateException(failure);
        }
    }

    /// <summary>Counts the caller as a helper, if another one may enter. It must then leave again.</summary>
    private bool TryEnter()
    {
        for (var helpers = Volatile.Read(ref _helpers); helpers >= 0 && helpers < _mostHelpers;)
        {
            var found = Interlocked.CompareExchange(ref _helpers, helpers + 1, helpers);
            if (found == helpers)
            {
                return true;
            }

            helpers = found;
        }

        return false;
    }

    /// <summary>
    /// Admits no more helpers and waits for those at work, who have at most their last sentences left, because no
    /// sentence is untaken.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    private void Close()
    {
        Interlocked.Add(ref _helpers, Closed);
        for (var wait = default(SpinWait); Volatile.Read(ref _helpers) != Closed;)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }
    }
}
