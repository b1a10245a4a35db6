using System.Runtime.CompilerServices;
using FastElman.Memory;
using FastElman.Network;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Tagging;

/// <summary>The memory of one thread in a batch: slots, in each of which a sentence runs, all in lockstep.</summary>
internal sealed class BatchState
{
    /// <summary>Rows that a matrix product takes at a time; slots are a multiple of it.</summary>
    public const int RowBlock = 4;

    /// <summary>
    /// Sentences in lockstep on a thread. Four already saturate the multiply-adds; with more, the weights are read less often between the other
    /// parts of a step.
    /// </summary>
    public const int MaximumSlots = 16;

    private readonly PackedNetwork _network;
    private readonly ElmanShape _shape;
    private readonly AlignedArena _states;
    private readonly int _stride;
    private readonly int[] _starts = new int[MaximumSlots];
    private readonly int[] _lengths = new int[MaximumSlots];
    private readonly int[] _places = new int[MaximumSlots];
    private readonly int[] _windows;
    private readonly int[] _newest = new int[MaximumSlots];
    private float[] _probabilities = [];

    public BatchState(PackedNetwork network)
    {
        _network = network;
        _shape = network.Shape;
        _stride = network.Forward.Stride;
        _states = new AlignedArena(MaximumSlots * _stride, MaximumSlots * _stride);
        _windows = new int[MaximumSlots * _shape.WindowSize];
        Input = InputWorkspace.ForLockstep(network.Forward, MaximumSlots);
        Products = new ProductWorkspace(network, MaximumSlots);
    }

    public InputWorkspace Input { get; }

    public ProductWorkspace Products { get; }

    /// <summary>[slots].</summary>
    public int[] Labels { get; } = new int[MaximumSlots];

    /// <summary>One of two [count, padded hidden] that take turns as the states before and after a step.</summary>
    public Span<float> States(int turn, int count) => _states[turn & 1][..(count * _stride)];

    /// <summary>The embedding rows around the word of each slot [count, window].</summary>
    public ReadOnlySpan<int> Windows(int count) => _windows.AsSpan(0, count * _shape.WindowSize);

    /// <summary>The embedding row of the newest word of each window [count].</summary>
    public ReadOnlySpan<int> Newest(int count) => _newest.AsSpan(0, count);

    /// <summary>[count, labels]; its memory is taken when it is first asked for.</summary>
    public Span<float> Probabilities(int count)
    {
        if (_probabilities.Length == 0)
        {
            _probabilities = new float[checked(MaximumSlots * _shape.LabelCount)];
        }

        return _probabilities.AsSpan(0, count * _shape.LabelCount);
    }

    /// <summary>The place of a slot's word among all words of the batch.</summary>
    public int WordOf(int slot) => _starts[slot] + _places[slot];

    /// <summary>Puts a sentence into a slot, before its first word.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="words">The words of the batch.</param>
    /// <param name="start">Where the sentence begins among them.</param>
    /// <param name="length">Its length, at least 1.</param>
    /// <param name="turn">Of the next step.</param>
    [MethodImpl(HotPath.Compiled)]
    public void Begin(int slot, ReadOnlySpan<int> words, int start, int length, int turn)
    {
        _starts[slot] = start;
        _lengths[slot] = length;
        _places[slot] = 0;
        _network.Forward.InitialState.CopyTo(StateOf(slot, turn));
        var window = WindowOf(slot);
        for (var i = 0; i < window.Length; i++)
        {
            window[i] = RowAt(words, slot, i - _shape.WindowReach);
        }

        _newest[slot] = window[^1];
    }

    /// <summary>Goes on to the next word of a slot's sentence.</summary>
    /// <returns>False where there is none.</returns>
    [MethodImpl(HotPath.Compiled)]
    public bool Advance(int slot, ReadOnlySpan<int> words)
    {
        if (++_places[slot] == _lengths[slot])
        {
            return false;
        }

        var window = WindowOf(slot);
        window[1..].CopyTo(window);
        window[^1] = _newest[slot] = RowAt(words, slot, _places[slot] + _shape.WindowReach);
        return true;
    }

    /// <summary>Puts what runs in one slot into another.</summary>
    public void Move(int from, int to, int turn)
    {
        _starts[to] = _starts[from];
        _lengths[to] = _lengths[from];
        _places[to] = _places[from];
        _newest[to] = _newest[from];
        WindowOf(from).CopyTo(WindowOf(to));
        StateOf(from, turn).CopyTo(StateOf(to, turn));
    }

    /// <summary>The embedding row of a word of a slot's sentence; outside the sentence stands the padding word.</summary>
    private int RowAt(ReadOnlySpan<int> words, int slot, int place) =>
        (uint)place < (uint)_lengths[slot] ? _shape.RowOf(words[_starts[slot] + place]) : _shape.PaddingRow;

    private Span<int> WindowOf(int slot) => _windows.AsSpan(slot * _shape.WindowSize, _shape.WindowSize);

    private Span<float> StateOf(int slot, int turn) => _states[turn & 1].Slice(slot * _stride, _stride);
}
