using FastElman.Memory;
using FastElman.Packing;

namespace FastElman.Tagging;

/// <summary>What a group of live streams remembers of each: where it stands in its sentence. Streams whose numbers follow each other lie side by side.</summary>
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
        Turns = new int[capacity];
        IsPrepared = new bool[capacity];
        for (var stream = 0; stream < capacity; stream++)
        {
            Reset(stream);
        }
    }

    /// <summary>Streams.</summary>
    public int Capacity { get; }

    /// <summary>Floats of a state: the hidden size, padded.</summary>
    public int Stride { get; }

    /// <summary>[capacity]: words that wait for their label.</summary>
    public int[] Waiting { get; }

    /// <summary>[capacity]: whether the next time step is at an even (0) or odd (1) place of the sentence.</summary>
    public int[] Turns { get; }

    /// <summary>[capacity]: whether <see cref="Sums"/> holds what the next state is made of.</summary>
    public bool[] IsPrepared { get; }

    /// <summary>The embedding rows of the next windows of some streams [count, window]; the last place of each waits for the next word.</summary>
    public Span<int> Windows(int first, int count) => _windows.AsSpan(first * _window, count * _window);

    /// <summary>h_{t−1} of some streams [count, padded hidden].</summary>
    public Span<float> Hidden(int first, int count) => _hidden.Slice(first * Stride, count * Stride);

    /// <summary>What h_t is made of but for the newest word [count, padded hidden].</summary>
    public Span<float> Sums(int first, int count) => _sums.Slice(first * Stride, count * Stride);

    /// <summary>Takes the newest word into the window of a stream.</summary>
    public void SetNewest(int stream, int row) => _windows[((stream + 1) * _window) - 1] = row;

    /// <summary>The window of the next step begins one word later.</summary>
    public void ShiftWindow(int stream)
    {
        var window = Windows(stream, 1);
        window[1..].CopyTo(window);
    }

    /// <summary>Makes a stream one that has seen no word.</summary>
    public void Reset(int stream)
    {
        Waiting[stream] = 0;
        Turns[stream] = 0;
        IsPrepared[stream] = false;
        Windows(stream, 1).Fill(_network.Shape.PaddingRow);
        _network.Forward.InitialState.CopyTo(Hidden(stream, 1));
    }
}
