using System.Runtime.CompilerServices;
using FastElman.Inference;
using Microsoft.Extensions.ObjectPool;

namespace FastElman;

/// <summary>
/// Labels many sentences at once, for throughput: sentences of like length run in lockstep, so that each weight that is loaded serves many
/// words. The labels are those of <see cref="Tagger"/>.
/// </summary>
/// <remarks>
/// Thread-safe, without locks: to use several cores, let each thread call <see cref="Tag"/> with its own part of the sentences. Nothing is
/// allocated once a batch of that many sentences was run on as many threads.
/// </remarks>
public sealed class BatchTagger
{
    private const int RetainedStates = 64;

    private readonly LockstepPass _pass;
    private readonly DefaultObjectPool<BatchState> _states;
    private readonly int _stride;
    private readonly int _window;

    /// <summary>Makes a tagger for a model; cheap, the model is shared.</summary>
    /// <param name="model">The model.</param>
    public BatchTagger(ElmanModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        _pass = LockstepPass.Create(model.Network, model.InstructionSet);
        _states = new DefaultObjectPool<BatchState>(new Policy(model.Network), RetainedStates);
        _stride = model.Network.RecurrentWeights.PaddedColumns;
        _window = model.Shape.WindowSize;
    }

    /// <summary>The model.</summary>
    public ElmanModel Model { get; }

    /// <summary>The instruction set that this tagger's kernels were made with.</summary>
    public InstructionSet InstructionSet => _pass.InstructionSet;

    /// <summary>Labels sentences that stand one after another.</summary>
    /// <param name="words">The word indices of all sentences, as in <see cref="Tagger.Tag(ReadOnlySpan{int}, Span{int})"/>.</param>
    /// <param name="lengths">The number of words of each sentence; may be 0.</param>
    /// <param name="labels">Receives the label indices, one a word, in the order of <paramref name="words"/>.</param>
    /// <exception cref="ArgumentException">The lengths do not add up to the number of words, there is not one label a word, or words and labels share memory.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A word is out of range, or a length is negative; nothing was written.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Tag(ReadOnlySpan<int> words, ReadOnlySpan<int> lengths, Span<int> labels)
    {
        if (labels.Length != words.Length)
        {
            throw new ArgumentException($"Expected room for {words.Length} labels, one a word, found {labels.Length}.", nameof(labels));
        }

        WordIndex.Require(words, Model.Shape);
        WordIndex.RequireApart(words, labels);
        var state = _states.Get();
        try
        {
            LongestFirst(lengths, words.Length, state);
            for (var first = 0; first < lengths.Length; first += LockstepPass.TileSize)
            {
                RunTile(words, labels, first, Math.Min(LockstepPass.TileSize, lengths.Length - first), state);
            }
        }
        finally
        {
            _states.Return(state);
        }
    }

    /// <summary>Puts the sentences into the order in which they are run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LongestFirst(ReadOnlySpan<int> lengths, int wordCount, BatchState state)
    {
        state.Reserve(lengths.Length);
        var start = 0L;
        for (var i = 0; i < lengths.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(lengths[i], nameof(lengths));
            state.Starts[i] = (int)Math.Min(start, wordCount);
            state.NegatedLengths[i] = -lengths[i];
            start += lengths[i];
        }

        if (start != wordCount)
        {
            throw new ArgumentException($"Expected lengths that add up to {wordCount} words, found {start}.", nameof(lengths));
        }

        state.NegatedLengths.AsSpan(0, lengths.Length).Sort(state.Starts.AsSpan(0, lengths.Length));
    }

    /// <summary>Runs sentences in lockstep; the longest stand first, so that those still running are always the first ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunTile(ReadOnlySpan<int> words, Span<int> labels, int first, int count, BatchState state)
    {
        var starts = state.Starts.AsSpan(first, count);
        var negatedLengths = state.NegatedLengths.AsSpan(first, count);
        for (var i = 0; i < count; i++)
        {
            Model.Network.InitialState.CopyTo(state.States(0)[(i * _stride)..]);
        }

        var running = count;
        for (var t = 0; t < -negatedLengths[0]; t++)
        {
            while (-negatedLengths[running - 1] <= t)
            {
                running--;
            }

            for (var i = 0; i < running; i++)
            {
                FillWindow(words.Slice(starts[i], -negatedLengths[i]), t, i, state);
            }

            var next = state.States(t + 1)[..(running * _stride)];
            _pass.Begin(state.Windows.AsSpan(0, running * _window), state.States(t), next, RecurrenceOrder.Of(t), state.Input, state.Products);
            _pass.Finish(state.Newest.AsSpan(0, running), next, state.Input);
            _pass.Label(next, state.Labels.AsSpan(0, running), default, state.Products);
            for (var i = 0; i < running; i++)
            {
                labels[starts[i] + t] = state.Labels[i];
            }
        }
    }

    /// <summary>The embedding rows around word <paramref name="t"/> of a sentence; outside it stands the padding word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillWindow(ReadOnlySpan<int> sentence, int t, int place, BatchState state)
    {
        var window = state.Windows.AsSpan(place * _window, _window);
        var shape = Model.Shape;
        for (var i = 0; i < window.Length; i++)
        {
            var word = t + i - shape.WindowReach;
            window[i] = (uint)word < (uint)sentence.Length ? shape.RowOf(sentence[word]) : shape.PaddingRow;
        }

        state.Newest[place] = window[^1];
    }

    private sealed class Policy(PackedNetwork network) : IPooledObjectPolicy<BatchState>
    {
        public BatchState Create() => new(network);

        public bool Return(BatchState state) => true;
    }
}
