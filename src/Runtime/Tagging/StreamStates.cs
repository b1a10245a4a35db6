using System.Runtime.CompilerServices;
using FastElman.Memory;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Tagging;

/// <summary>
/// What a group of live streams keeps of each stream between two words. Streams with consecutive numbers are adjacent
/// in memory.
/// </summary>
internal sealed class StreamStates
{
    private readonly PackedNetwork _network;
    private readonly AlignedBuffer _hidden;
    private readonly AlignedBuffer _sums;
    private readonly int[] _windows;
    private readonly int _window;

    public StreamStates(PackedNetwork network, int capacity)
    {
        _network = network;
        Capacity = capacity;
        Stride = network.Forward.Stride;
        _window = network.Shape.WindowSize;
        _hidden = new AlignedBuffer(checked(capacity * Stride));
        _sums = new AlignedBuffer(_hidden.Length);
        _windows = new int[checked(capacity * _window)];
        Waiting = new int[capacity];
        Parity = new int[capacity];
        IsPrepared = new bool[capacity];
        for (var stream = 0; stream < capacity; stream++)
        {
            Reset(stream);
        }
    }

    /// <summary>The number of streams.</summary>
    public int Capacity { get; }

    /// <summary>The largest number of streams of a network: the states of all streams are one array.</summary>
    public static int MaximumCapacity(PackedNetwork network) =>
        (Array.MaxLength - AlignedBuffer.Alignment) / Math.Max(network.Forward.Stride, network.Shape.WindowSize);

    /// <summary>Floats from one stream's state to the next: the hidden size, padded to whole registers.</summary>
    public int Stride { get; }

    /// <summary>[capacity]: words that wait for their label, at most half the window.</summary>
    public int[] Waiting { get; }

    /// <summary>[capacity]: the parity of the next time step in its sentence, 0 for even, 1 for odd.</summary>
    public int[] Parity { get; }

    /// <summary>[capacity]: whether <see cref="Sums"/> holds z_t of the next time step.</summary>
    public bool[] IsPrepared { get; }

    /// <summary>
    /// [count, window]: the embedding rows of the next window of each stream. The last place of a window is that of
    /// the next word.
    /// </summary>
    public Span<int> Windows(int first, int count) => _windows.AsSpan(first * _window, count * _window);

    /// <summary>[count, stride]: h_{t−1} of streams from <paramref name="first"/> on.</summary>
    public Span<float> Hidden(int first, int count) => _hidden.Slice(first * Stride, count * Stride);

    /// <summary>
    /// [count, stride]: z_t of streams from <paramref name="first"/> on, h_t without the newest word.
    /// </summary>
    public Span<float> Sums(int first, int count) => _sums.Slice(first * Stride, count * Stride);

    /// <summary>Puts the embedding row of the newest word into the window of a stream.</summary>
    public void SetNewest(int stream, int row) => _windows[((stream + 1) * _window) - 1] = row;

    /// <summary>Moves the window of a stream on by one word.</summary>
    [MethodImpl(HotPath.Compiled)]
    public void ShiftWindow(int stream)
    {
        var window = Windows(stream, 1);
        window[1..].CopyTo(window);
    }

    /// <summary>Makes a stream one that has seen no word.</summary>
    [MethodImpl(HotPath.Compiled)]
    public void Reset(int stream)
    {
        Waiting[stream] = 0;
        Parity[stream] = 0;
        IsPrepared[stream] = false;
        Windows(stream, 1).Fill(_network.Shape.PaddingRow);
        _network.Forward.InitialState.CopyTo(Hidden(stream, 1));
    }
}
