using System.Runtime.CompilerServices;
using FastElman.Inference;
using FastElman.Memory;

namespace FastElman;

/// <summary>
/// Many live streams of one model, advanced together: a tick takes one word for each of some streams and gives each an answer. Each
/// stream behaves as a <see cref="TaggingStream"/> of its own, bit for bit; together they take about four fifths of the time (measured at 1000 streams), because the weights are
/// read once for many.
/// </summary>
/// <remarks>
/// Not thread-safe: one thread at a time; for more cores make several groups. Streams are numbered from 0 to <see cref="Capacity"/> − 1,
/// all are there from the beginning, and all memory is taken then: a tick allocates nothing.
/// </remarks>
public sealed class StreamGroup
{
    private readonly LockstepPass _pass;
    private readonly InputScratch _input;
    private readonly ProductScratch _products;
    private readonly AlignedBuffer _states;
    private readonly Slab _tile;
    private readonly int[] _windows;
    private readonly int[] _waiting;
    private readonly long[] _lastTick;
    private readonly int[] _tileWindows;
    private readonly int[] _tileNewest = new int[LockstepPass.TileSize];
    private readonly int[] _tilePlaces = new int[LockstepPass.TileSize];
    private readonly int[] _tileLabels = new int[LockstepPass.TileSize];
    private readonly int[] _padding = [-1];
    private readonly int[] _one = new int[1];
    private readonly int[] _oneLabel = new int[1];
    private readonly int _stride;
    private readonly int _window;
    private long _tick;

    /// <summary>Makes a group of streams that have seen no word.</summary>
    /// <param name="model">The model, shared with others.</param>
    /// <param name="capacity">Streams, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is below 1.</exception>
    public StreamGroup(ElmanModel model, int capacity)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Model = model;
        Capacity = capacity;
        _pass = LockstepPass.Create(model.Network, model.InstructionSet);
        _input = InputScratch.ForLockstep(model.Network, LockstepPass.TileSize);
        _products = new ProductScratch(model.Network, LockstepPass.TileSize);
        _stride = model.Network.RecurrentWeights.PaddedColumns;
        _window = model.Shape.WindowSize;
        _states = new AlignedBuffer(checked(capacity * _stride));
        _tile = new Slab(LockstepPass.TileSize * _stride, LockstepPass.TileSize * _stride);
        _windows = new int[checked(capacity * _window)];
        _waiting = new int[capacity];
        _lastTick = new long[capacity];
        _tileWindows = new int[LockstepPass.TileSize * _window];
        for (var stream = 0; stream < capacity; stream++)
        {
            Reset(stream);
        }
    }

    /// <summary>The model.</summary>
    public ElmanModel Model { get; }

    /// <summary>The instruction set that this group's kernels were made with.</summary>
    public InstructionSet InstructionSet => _pass.InstructionSet;

    /// <summary>The number of streams.</summary>
    public int Capacity { get; }

    /// <summary>How many words after it a word gets its label: half the window.</summary>
    public int Delay => Model.Shape.WindowReach;

    /// <summary>Gives one word to each of some streams.</summary>
    /// <param name="streams">The streams [n], each at most once.</param>
    /// <param name="words">The next word of each [n], as in <see cref="TaggingStream.Push(int, out int)"/>.</param>
    /// <param name="labels">Receives the label index of the word <see cref="Delay"/> before it in each stream [n], or −1 where there is none yet.</param>
    /// <exception cref="ArgumentException">The spans differ in length, the labels share memory with another, or a stream stands twice; nothing has changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A stream or a word is out of range; nothing has changed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Tick(ReadOnlySpan<int> streams, ReadOnlySpan<int> words, Span<int> labels)
    {
        Check(streams, words, labels);
        var filled = 0;
        for (var i = 0; i < streams.Length; i++)
        {
            var stream = streams[i];
            var window = Window(stream);
            window[^1] = Model.Shape.RowOf(words[i]);
            if (_waiting[stream] < Delay)
            {
                _waiting[stream]++;
                labels[i] = -1;
            }
            else
            {
                window.CopyTo(_tileWindows.AsSpan(filled * _window));
                _tileNewest[filled] = window[^1];
                _tilePlaces[filled] = i;
                State(stream).CopyTo(_tile[0][(filled * _stride)..]);
                filled++;
            }

            window[1..].CopyTo(window);
            if (filled == LockstepPass.TileSize)
            {
                RunTile(filled, streams, labels);
                filled = 0;
            }
        }

        RunTile(filled, streams, labels);
    }

    /// <summary>Ends the sentence of a stream: labels the words that still wait, and makes it ready for the next sentence.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="labels">Receives up to <see cref="Delay"/> label indices, for the last words in order.</param>
    /// <returns>How many were written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stream.</exception>
    /// <exception cref="ArgumentException">There is not enough room; nothing has changed.</exception>
    public int Complete(int stream, Span<int> labels)
    {
        RequireStream(stream);
        if (labels.Length < _waiting[stream])
        {
            throw new ArgumentException($"Expected room for {_waiting[stream]} labels, found {labels.Length}.", nameof(labels));
        }

        _one[0] = stream;
        var written = 0;
        for (var i = 0; i < Delay; i++)
        {
            Tick(_one, _padding, _oneLabel);
            if (_oneLabel[0] >= 0)
            {
                labels[written++] = _oneLabel[0];
            }
        }

        Reset(stream);
        return written;
    }

    /// <summary>Forgets the sentence of a stream: its next word is the first of another.</summary>
    /// <param name="stream">The stream.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stream.</exception>
    public void Reset(int stream)
    {
        RequireStream(stream);
        _waiting[stream] = 0;
        Window(stream).Fill(Model.Shape.PaddingRow);
        Model.Network.InitialState.CopyTo(State(stream));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunTile(int count, ReadOnlySpan<int> streams, Span<int> labels)
    {
        if (count == 0)
        {
            return;
        }

        var next = _tile[1][..(count * _stride)];
        _pass.Begin(_tileWindows.AsSpan(0, count * _window), _tile[0], next, Kernels.SumOrder.Forward, _input, _products);
        _pass.Finish(_tileNewest.AsSpan(0, count), next, _input);
        _pass.Label(next, _tileLabels.AsSpan(0, count), default, _products);
        for (var i = 0; i < count; i++)
        {
            labels[_tilePlaces[i]] = _tileLabels[i];
            next.Slice(i * _stride, _stride).CopyTo(State(streams[_tilePlaces[i]]));
        }
    }

    /// <summary>Everything that can be wrong is found before anything is changed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Check(ReadOnlySpan<int> streams, ReadOnlySpan<int> words, Span<int> labels)
    {
        if (words.Length != streams.Length || labels.Length != streams.Length)
        {
            throw new ArgumentException($"Expected a word and a label for each of {streams.Length} streams, found {words.Length} and {labels.Length}.", nameof(words));
        }

        WordIndex.Require(words, Model.Shape);
        WordIndex.RequireApart(words, labels);
        WordIndex.RequireApart(streams, labels);
        _tick++;
        foreach (var stream in streams)
        {
            RequireStream(stream);
            if (_lastTick[stream] == _tick)
            {
                throw new ArgumentException($"The stream {stream} stands twice in one tick.", nameof(streams));
            }

            _lastTick[stream] = _tick;
        }
    }

    private void RequireStream(int stream)
    {
        if ((uint)stream >= (uint)Capacity)
        {
            throw new ArgumentOutOfRangeException(nameof(stream), $"There is no such stream: expected 0 to {Capacity - 1}, found {stream}.");
        }
    }

    /// <summary>The embedding rows of a stream's next window [window]; the last place waits for the next word.</summary>
    private Span<int> Window(int stream) => _windows.AsSpan(stream * _window, _window);

    private Span<float> State(int stream) => _states.Slice(stream * _stride, _stride);
}
