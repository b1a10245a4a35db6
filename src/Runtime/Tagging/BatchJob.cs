namespace FastElman.Tagging;

/// <summary>
/// A batch under way: its sentences, the longest first, of which every thread at work takes the next that nobody has. Whoever handed it in works
/// on it too and never waits for a thread that has not begun, so that a busy thread pool makes a batch slow, but cannot stop it.
/// </summary>
/// <param name="worker">What works on it.</param>
internal sealed unsafe class BatchJob(BatchWorker worker) : IThreadPoolWorkItem
{
    /// <summary>Added to the count of helpers where no other may come in.</summary>
    private const int Closed = int.MinValue / 2;

    private int[] _starts = [];
    private int[] _negatedLengths = [];
    private int* _words;
    private int* _labels;
    private float* _probabilities;
    private int _wordCount;
    private int _probabilityCount;
    private int _sentences;
    private int _next;
    private int _mostHelpers;
    private int _helpers = Closed;
    private int _invitations;
    private Exception? _failure;

    /// <summary>The words of all sentences.</summary>
    public ReadOnlySpan<int> Words => new(_words, _wordCount);

    /// <summary>[words].</summary>
    public Span<int> Labels => new(_labels, _wordCount);

    /// <summary>[words, labels], or empty.</summary>
    public Span<float> Probabilities => new(_probabilities, _probabilityCount);

    /// <summary>Sentences that a thread should run in lockstep.</summary>
    public int Slots { get; private set; }

    /// <summary>Puts the sentences into the order in which they are run.</summary>
    /// <param name="lengths">Their lengths.</param>
    /// <param name="wordCount">What they have to add up to.</param>
    public void Order(ReadOnlySpan<int> lengths, int wordCount)
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
            if (length > 0)
            {
                _starts[_sentences] = (int)Math.Min(start, wordCount);

                // Negated, so that ascending order puts the longest first.
                _negatedLengths[_sentences] = -length;
                _sentences++;
                start += length;
            }
        }

        if (start != wordCount)
        {
            throw new ArgumentException($"Expected lengths that add up to {wordCount} words, found {start}.", nameof(lengths));
        }

        _negatedLengths.AsSpan(0, _sentences).Sort(_starts.AsSpan(0, _sentences));
    }

    /// <summary>Labels all sentences that were ordered.</summary>
    /// <param name="words">The words of all sentences.</param>
    /// <param name="labels">[words].</param>
    /// <param name="probabilities">[words, labels], or empty.</param>
    /// <param name="threads">Threads at most, this one included.</param>
    public void Run(ReadOnlySpan<int> words, Span<int> labels, Span<float> probabilities, int threads)
    {
        fixed (int* firstWord = words, firstLabel = labels)
        fixed (float* firstProbability = probabilities)
        {
            _words = firstWord;
            _labels = firstLabel;
            _probabilities = firstProbability;
            _wordCount = words.Length;
            _probabilityCount = probabilities.Length;
            Share(Math.Clamp(_sentences / BatchState.MaximumSlots, 1, threads));
        }
    }

    /// <summary>Takes the next sentence.</summary>
    /// <returns>False where there is none left.</returns>
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

    /// <summary>What a thread of the pool does when it comes to it, which may be when all is done, or when this object is at the next batch.</summary>
    public void Execute()
    {
        Interlocked.Decrement(ref _invitations);
        if (!TryEnter())
        {
            return;
        }

        try
        {
            worker.Work(this);
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

    private void Share(int threads)
    {
        var slots = (_sentences / threads) + BatchState.RowBlock - 1;
        Slots = Math.Clamp(slots, BatchState.RowBlock, BatchState.MaximumSlots) / BatchState.RowBlock * BatchState.RowBlock;
        _next = 0;
        _mostHelpers = threads - 1;
        _failure = null;
        Interlocked.Exchange(ref _helpers, 0);
        try
        {
            // Invitations that nobody has come to yet, of an earlier batch, are as good as new ones.
            while (Volatile.Read(ref _invitations) < _mostHelpers)
            {
                Interlocked.Increment(ref _invitations);
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }

            worker.Work(this);
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

    /// <summary>Whether a helper may still come in; each that does must leave again.</summary>
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

    /// <summary>Lets nobody in any more, and waits for those that are in: they have at most their last sentences left.</summary>
    private void Close()
    {
        Interlocked.Add(ref _helpers, Closed);
        for (var wait = default(SpinWait); Volatile.Read(ref _helpers) != Closed;)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }
    }
}
