using System.Runtime.CompilerServices;
using FastElman.Kernels;
using FastElman.Memory;
using FastElman.Network;
using FastElman.Simd;

namespace FastElman.Tagging;

/// <summary>
/// Streams of a group that take a step together; where that begins with the recurrence, all at even places of their sentences or all at odd ones. Where their numbers follow each other they are read where they lie; else they are
/// gathered first, which takes a few hundredths of the time of a step.
/// </summary>
/// <param name="pass">What runs the step.</param>
/// <param name="states">Of all streams.</param>
/// <param name="input">Memory for a tile, shared with other tiles.</param>
/// <param name="products">Memory for a tile, shared with other tiles.</param>
/// <param name="shape">The network.</param>
internal sealed class StreamBatch(LockstepPass pass, StreamStates states, InputWorkspace input, ProductWorkspace products, ElmanShape shape)
{
    private readonly int[] _streams = new int[LockstepPass.TileSize];
    private readonly int[] _places = new int[LockstepPass.TileSize];
    private readonly int[] _newest = new int[LockstepPass.TileSize];
    private readonly int[] _windows = new int[LockstepPass.TileSize * shape.WindowSize];
    private readonly AlignedArena _gathered = new(LockstepPass.TileSize * states.Stride, LockstepPass.TileSize * states.Stride);
    private int _count;
    private bool _isConsecutive;

    public bool IsFull => _count == LockstepPass.TileSize;

    private int First => _streams[0];

    /// <summary>That of the next step of all streams that are not prepared.</summary>
    private Direction Order => StepDirection.Of(states.Turns[First]);

    /// <summary>h_{t−1} of streams that had to be gathered [tile, padded hidden].</summary>
    private Span<float> GatheredHidden => _gathered[0];

    /// <summary>[count, padded hidden]: small enough to stay in the first-level cache from the sums to the labels.</summary>
    private Span<float> OwnSums => _gathered[1][..(_count * states.Stride)];

    /// <summary>Takes a stream into the tile.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="place">Where its answer goes.</param>
    /// <param name="newest">The embedding row of its newest word.</param>
    [MethodImpl(HotPath.Compiled)]
    public void Add(int stream, int place = 0, int newest = 0)
    {
        _isConsecutive = _count == 0 || (_isConsecutive && stream == _streams[_count - 1] + 1);
        _streams[_count] = stream;
        _places[_count] = place;
        _newest[_count] = newest;
        _count++;
    }

    /// <summary>Does the part of a step that needs no newest word, and empties the tile.</summary>
    public void Prepare()
    {
        if (_count > 0 && _isConsecutive)
        {
            Begin(states.Sums(First, _count));
        }
        else if (_count > 0)
        {
            Begin(OwnSums);
            for (var i = 0; i < _count; i++)
            {
                Own(i).CopyTo(states.Sums(_streams[i], 1));
            }
        }

        _count = 0;
    }

    /// <summary>Does a whole step, and empties the tile.</summary>
    /// <param name="labels">Receives the labels, each at its stream's place.</param>
    /// <param name="probabilities">Receives the probabilities [places, labels]; or empty.</param>
    public void Run(Span<int> labels, Span<float> probabilities)
    {
        if (_count > 0)
        {
            Begin(OwnSums);
            Finish(OwnSums, labels, probabilities, isPrepared: false);
        }
    }

    /// <summary>Does the rest of a step of streams that are prepared, and empties the tile.</summary>
    /// <param name="labels">Receives the labels, each at its stream's place.</param>
    /// <param name="probabilities">Receives the probabilities [places, labels]; or empty.</param>
    public void RunPrepared(Span<int> labels, Span<float> probabilities)
    {
        if (_count == 0)
        {
            return;
        }

        if (_isConsecutive)
        {
            Finish(states.Sums(First, _count), labels, probabilities, isPrepared: true);
            return;
        }

        for (var i = 0; i < _count; i++)
        {
            states.Sums(_streams[i], 1).CopyTo(Own(i));
        }

        Finish(OwnSums, labels, probabilities, isPrepared: true);
    }

    [MethodImpl(HotPath.Compiled)]
    private void Begin(Span<float> sums)
    {
        if (_isConsecutive)
        {
            pass.Begin(states.Windows(First, _count), states.Hidden(First, _count), sums, Order, input, products);
            return;
        }

        for (var i = 0; i < _count; i++)
        {
            states.Windows(_streams[i], 1).CopyTo(_windows.AsSpan(i * shape.WindowSize));
            states.Hidden(_streams[i], 1).CopyTo(GatheredHidden[(i * states.Stride)..]);
        }

        pass.Begin(_windows.AsSpan(0, _count * shape.WindowSize), GatheredHidden, sums, Order, input, products);
    }

    [MethodImpl(HotPath.Compiled)]
    private void Finish(Span<float> sums, Span<int> labels, Span<float> probabilities, bool isPrepared)
    {
        pass.Finish(_newest.AsSpan(0, _count), sums, input);
        PrefetchNext(isPrepared);
        for (var i = 0; i < _count;)
        {
            var length = PlacesThatFollow(i);
            pass.Label(
                sums.Slice(i * states.Stride, length * states.Stride),
                labels.Slice(_places[i], length),
                probabilities.IsEmpty ? default : probabilities.Slice(_places[i] * shape.LabelCount, length * shape.LabelCount),
                products);
            i += length;
        }

        for (var i = 0; i < _count; i++)
        {
            sums.Slice(i * states.Stride, states.Stride).CopyTo(states.Hidden(_streams[i], 1));
            states.ShiftWindow(_streams[i]);
            states.Turns[_streams[i]] ^= 1;
        }

        _count = 0;
    }

    /// <summary>How many answers from one on stand side by side.</summary>
    private int PlacesThatFollow(int first)
    {
        var end = first + 1;
        while (end < _count && _places[end] == _places[end - 1] + 1)
        {
            end++;
        }

        return end - first;
    }

    /// <summary>
    /// What the next tile probably reads, while the labels of this one are computed, which need little memory. Measured at 1000 streams: nothing
    /// with 100 hidden units, with 200, whose states nearly fill the second-level cache, 3 to 16 % of a tick.
    /// </summary>
    private void PrefetchNext(bool isPrepared)
    {
        if (_isConsecutive)
        {
            var first = First + _count;
            var count = Math.Min(_count, states.Capacity - first);
            Prefetch.ToFirstLevel(isPrepared ? states.Sums(first, count) : states.Hidden(first, count));
        }
    }

    private Span<float> Own(int i) => _gathered[1].Slice(i * states.Stride, states.Stride);
}
