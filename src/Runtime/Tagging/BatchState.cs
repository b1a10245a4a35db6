using System.Runtime.CompilerServices;
using FastElman.Memory;
using FastElman.Network;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Tagging;

/// <summary>
/// The memory of one thread in a batch: slots, each of which holds a sentence, its current window and its hidden state.
/// All slots advance in lockstep.
/// </summary>
internal sealed class BatchState
{
    /// <summary>Rows that a matrix product computes together; the number of slots is a multiple of it.</summary>
    public const int RowBlock = 4;

    /// <summary>
    /// Sentences in lockstep on a thread. Four already saturate the multiply-add units; with more, the weights are read
    /// less often between the other parts of a step.
    /// </summary>
    public const int MaximumSlots = 16;

    private readonly PackedNetwork _network;
    private readonly ElmanShape _shape;
    private readonly AlignedArena _states;
    private readonly int _stride;
    private readonly int[] _starts = new int[MaximumSlots];
    private readonly int[] _lengths = new int[MaximumSlots];
    private readonly int[] _positions = new int[MaximumSlots];
    private readonly int[] _windows;
    private readonly int[] _newest = new int[MaximumSlots];
    private readonly int[] _words = new int[MaximumSlots];
    private readonly float[] _confidence = new float[MaximumSlots];

    public BatchState(PackedNetwork network)
    {
        _network = network;
        _shape = network.Shape;
        _stride = network.Forward.Stride;
        _states = new AlignedArena(MaximumSlots * _stride, MaximumSlots * _stride);
        _windows = new int[MaximumSlots * _shape.WindowSize];
        Workspace = StepWorkspace.ForLockstep(network, MaximumSlots);
    }

    public StepWorkspace Workspace { get; }

    /// <summary>[slots].</summary>
    public int[] Labels { get; } = new int[MaximumSlots];

    /// <summary>
    /// [count, stride]: the states before a step. The states after it are those before the next step.
    /// </summary>
    /// <param name="step">The step, of which only the parity counts: two buffers alternate.</param>
    /// <param name="count">The number of slots, counted from the first.</param>
    public Span<float> States(int step, int count) => _states[step & 1][..(count * _stride)];

    /// <summary>[count, window]: the embedding rows of the window around the current word of each slot.</summary>
    public ReadOnlySpan<int> Windows(int count) => _windows.AsSpan(0, count * _shape.WindowSize);

    /// <summary>[count]: the embedding row of the newest word of each window.</summary>
    public ReadOnlySpan<int> Newest(int count) => _newest.AsSpan(0, count);

    /// <summary>[count]: room for the probability of the label of each slot.</summary>
    public Span<float> Confidence(int count) => _confidence.AsSpan(0, count);

    /// <summary>[count]: the index of each slot's current word among all words of the batch.</summary>
    [MethodImpl(HotPath.Compiled)]
    public ReadOnlySpan<int> Words(int count)
    {
        for (var slot = 0; slot < count; slot++)
        {
            _words[slot] = _starts[slot] + _positions[slot];
        }

        return _words.AsSpan(0, count);
    }

    /// <summary>Puts a sentence into a slot, at its first word.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="words">The words of the batch.</param>
    /// <param name="start">The index of the sentence's first word among them.</param>
    /// <param name="length">The number of its words, at least 1.</param>
    /// <param name="step">The next step.</param>
    [MethodImpl(HotPath.Compiled)]
    public void Begin(int slot, ReadOnlySpan<int> words, int start, int length, int step)
    {
        _starts[slot] = start;
        _lengths[slot] = length;
        _positions[slot] = 0;
        _network.Forward.InitialState.CopyTo(StateOf(slot, step));
        var window = WindowOf(slot);
        for (var i = 0; i < window.Length; i++)
        {
            window[i] = RowAt(words, slot, i - _shape.WindowReach);
        }

        _newest[slot] = window[^1];
    }

    /// <summary>Moves a slot on to the next word of its sentence.</summary>
    /// <returns>False at the end of the sentence.</returns>
    [MethodImpl(HotPath.Compiled)]
    public bool Advance(int slot, ReadOnlySpan<int> words)
    {
        if (++_positions[slot] == _lengths[slot])
        {
            return false;
        }

        var window = WindowOf(slot);
        window[1..].CopyTo(window);
        window[^1] = _newest[slot] = RowAt(words, slot, _positions[slot] + _shape.WindowReach);
        return true;
    }

    /// <summary>Moves the sentence of one slot to another.</summary>
    /// <param name="from">The slot that holds it.</param>
    /// <param name="to">The slot that receives it.</param>
    /// <param name="step">The next step.</param>
    [MethodImpl(HotPath.Compiled)]
    public void Move(int from, int to, int step)
    {
        _starts[to] = _starts[from];
        _lengths[to] = _lengths[from];
        _positions[to] = _positions[from];
        _newest[to] = _newest[from];
        WindowOf(from).CopyTo(WindowOf(to));
        StateOf(from, step).CopyTo(StateOf(to, step));
    }

    /// <summary>The embedding row of a word of a slot's sentence, of the padding word outside the sentence.</summary>
    private int RowAt(ReadOnlySpan<int> words, int slot, int position) =>
        (uint)position < (uint)_lengths[slot] ? Workspace.RowOf(words[_starts[slot] + position]) : _shape.PaddingRow;

    private Span<int> WindowOf(int slot) => _windows.AsSpan(slot * _shape.WindowSize, _shape.WindowSize);

    private Span<float> StateOf(int slot, int step) => _states[step & 1].Slice(slot * _stride, _stride);
}
