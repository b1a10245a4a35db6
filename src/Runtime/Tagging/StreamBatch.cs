using System.Runtime.CompilerServices;
using FastElman.Kernels;
using FastElman.Memory;
using FastElman.Network;
using FastElman.Simd;

namespace FastElman.Tagging;

/// <summary>
/// Up to 32 streams of a group that advance one time step together. Streams that still need the recurrent product
/// must have the same step parity, because the product alternates its direction (<see cref="StepDirection"/>);
/// prepared streams need not. Streams are known by their index here. Those with consecutive indices are processed in
/// place. Any other set is copied to memory of the batch first, which costs about 3 % of a step.
/// </summary>
/// <remarks>
/// A step reads the number of streams once and hands it on: where two threads use a group by mistake, the rows of all
/// operands of a product are still as many, and all bounds are checked before it.
/// </remarks>
/// <param name="step">The time step.</param>
/// <param name="states">The states of all streams of the group.</param>
/// <param name="workspace">Scratch memory for <see cref="MaximumStreams"/> rows, shared with other batches.</param>
/// <param name="shape">The sizes of the network.</param>
internal sealed class StreamBatch(TimeStep step, StreamStates states, StepWorkspace workspace, ElmanShape shape)
{
    /// <summary>
    /// Streams in a batch: many enough to saturate the multiply-add units, few enough for their states to stay in the
    /// first-level cache. Batches of 8, 16, 48 or 64 were no faster.
    /// </summary>
    public const int MaximumStreams = 32;

    private readonly int[] _streams = new int[MaximumStreams];
    private readonly int[] _answers = new int[MaximumStreams];
    private readonly int[] _newest = new int[MaximumStreams];
    private readonly int[] _windows = new int[MaximumStreams * shape.WindowSize];
    private readonly AlignedArena _copies = new(MaximumStreams * states.Stride, MaximumStreams * states.Stride);
    private int _count;
    private bool _isConsecutive;

    public bool IsFull => _count == MaximumStreams;

    private int First => _streams[0];

    /// <summary>The direction of the next step, the same for all streams that are not prepared.</summary>
    private Direction Direction => StepDirection.Of(states.Entries[First].Parity);

    /// <summary>[streams, stride]: copies of h_{t−1} where the streams are not consecutive.</summary>
    private Span<float> CopiedHidden => _copies[0];

    /// <summary>Adds a stream to the batch.</summary>
    /// <param name="stream">The index of the stream.</param>
    /// <param name="answer">The index of its answer among the labels of a tick.</param>
    /// <param name="newest">The embedding row of its newest word.</param>
    [MethodImpl(HotPath.Compiled)]
    public void Add(int stream, int answer = 0, int newest = 0)
    {
        _isConsecutive = _count == 0 || (_isConsecutive && stream == _streams[_count - 1] + 1);
        _streams[_count] = stream;
        _answers[_count] = answer;
        _newest[_count] = newest;
        _count++;
    }

    /// <summary>Computes the part of a step that does not need the newest word, and empties the batch.</summary>
    [MethodImpl(HotPath.Compiled)]
    public void Prepare()
    {
        var count = _count;
        if (count > 0 && _isConsecutive)
        {
            var first = First;
            Begin(first, count, states.Sums(first, count));
        }
        else if (count > 0)
        {
            Begin(first: -1, count, OwnSums(count));
            for (var i = 0; i < count; i++)
            {
                OwnSum(i).CopyTo(states.Sums(_streams[i], 1));
            }
        }

        _count = 0;
    }

    /// <summary>Computes a whole step, and empties the batch.</summary>
    /// <param name="labels">[answers]: receives the label of each stream at the index of its answer.</param>
    /// <param name="probabilities">Receives the probabilities of the answers; or empty.</param>
    [MethodImpl(HotPath.Compiled)]
    public void Run(Span<int> labels, LabelProbabilities probabilities)
    {
        var count = _count;
        if (count > 0)
        {
            Begin(_isConsecutive ? First : -1, count, OwnSums(count));
            Finish(count, OwnSums(count), labels, probabilities, isPrepared: false);
        }
    }

    /// <summary>Computes the rest of a step of prepared streams, and empties the batch.</summary>
    /// <param name="labels">[answers]: receives the label of each stream at the index of its answer.</param>
    /// <param name="probabilities">Receives the probabilities of the answers; or empty.</param>
    [MethodImpl(HotPath.Compiled)]
    public void RunPrepared(Span<int> labels, LabelProbabilities probabilities)
    {
        var count = _count;
        if (count == 0)
        {
            return;
        }

        if (_isConsecutive)
        {
            Finish(count, states.Sums(First, count), labels, probabilities, isPrepared: true);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            states.Sums(_streams[i], 1).CopyTo(OwnSum(i));
        }

        Finish(count, OwnSums(count), labels, probabilities, isPrepared: true);
    }

    /// <summary>Computes the part of a step that does not need the newest word.</summary>
    /// <param name="first">The first of consecutive streams; −1 where they are not.</param>
    /// <param name="count">Streams.</param>
    /// <param name="sums">[count, stride]: receives z_t.</param>
    [MethodImpl(HotPath.Compiled)]
    private void Begin(int first, int count, Span<float> sums)
    {
        if (first >= 0)
        {
            step.Begin(states.Windows(first, count), states.Hidden(first, count), sums, Direction, workspace);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            states.Windows(_streams[i], 1).CopyTo(_windows.AsSpan(i * shape.WindowSize));
            states.Hidden(_streams[i], 1).CopyTo(CopiedHidden[(i * states.Stride)..]);
        }

        step.Begin(_windows.AsSpan(0, count * shape.WindowSize), CopiedHidden, sums, Direction, workspace);
    }

    [MethodImpl(HotPath.Compiled)]
    private void Finish(
        int count, Span<float> sums, Span<int> labels, LabelProbabilities probabilities, bool isPrepared)
    {
        step.Finish(_newest.AsSpan(0, count), sums, workspace);
        PrefetchNext(count, isPrepared);
        for (var i = 0; i < count;)
        {
            var length = ConsecutiveAnswers(i, count);
            step.Label(
                sums.Slice(i * states.Stride, length * states.Stride),
                labels.Slice(_answers[i], length),
                probabilities.Slice(_answers[i], length),
                workspace);
            i += length;
        }

        for (var i = 0; i < count; i++)
        {
            sums.Slice(i * states.Stride, states.Stride).CopyTo(states.Hidden(_streams[i], 1));
            states.ShiftWindow(_streams[i]);
            states.Entries[_streams[i]].Parity ^= 1;
        }

        _count = 0;
    }

    /// <summary>How many streams from one on have answers side by side.</summary>
    [MethodImpl(HotPath.Compiled)]
    private int ConsecutiveAnswers(int first, int count)
    {
        var end = first + 1;
        while (end < count && _answers[end] == _answers[end - 1] + 1)
        {
            end++;
        }

        return end - first;
    }

    /// <summary>
    /// Prefetches what the next batch probably reads, before the labels of this one are computed, which need little
    /// memory. Measured with 1000 streams: no gain with 100 hidden units; 3 to 16 % of a tick with 200, whose states
    /// nearly fill the second-level cache.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    private void PrefetchNext(int count, bool isPrepared)
    {
        if (_isConsecutive)
        {
            var first = First + count;
            count = Math.Min(count, states.Capacity - first);
            Prefetch.ToFirstLevel(isPrepared ? states.Sums(first, count) : states.Hidden(first, count));
        }
    }

    /// <summary>
    /// [count, stride]: z_t, then h_t, in memory that stays in the first-level cache until the labels.
    /// </summary>
    [MethodImpl(HotPath.Inlined)]
    private Span<float> OwnSums(int count) => _copies[1][..(count * states.Stride)];

    private Span<float> OwnSum(int i) => _copies[1].Slice(i * states.Stride, states.Stride);
}
