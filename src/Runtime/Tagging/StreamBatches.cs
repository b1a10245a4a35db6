using System.Runtime.CompilerServices;
using FastElman.Network;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Tagging;

/// <summary>
/// Deals the streams of a group to batches that advance together: the prepared streams to one batch, the others to one
/// batch for each parity of their next time step. A batch runs when it is full, and at the end.
/// </summary>
internal sealed class StreamBatches
{
    private readonly ElmanShape _shape;
    private readonly StreamStates _states;
    private readonly StepWorkspace _workspace;

    /// <summary>[2]: streams whose next time step has parity 0, and 1.</summary>
    private readonly StreamBatch[] _unprepared;
    private readonly StreamBatch _prepared;

    public StreamBatches(TimeStep step, StreamStates states, PackedNetwork network)
    {
        _shape = network.Shape;
        _states = states;
        _workspace = StepWorkspace.ForLockstep(network, StreamBatch.MaximumStreams);
        _workspace.Use(states.UnknownWords);
        _unprepared =
        [
            new StreamBatch(step, states, _workspace, _shape),
            new StreamBatch(step, states, _workspace, _shape),
        ];
        _prepared = new StreamBatch(step, states, _workspace, _shape);
    }

    /// <summary>Gives one word to each of some streams.</summary>
    /// <param name="indices">The indices of open streams [n], each once, in memory that does not change.</param>
    /// <param name="words">
    /// The next word of each [n], in the vocabulary, the padding word, or an unknown word of the stream.
    /// </param>
    /// <param name="labels">Receives the label indices [n]; −1 where there is no answer yet.</param>
    /// <param name="probabilities">Receives the probabilities of the n words; or empty.</param>
    [MethodImpl(HotPath.Compiled)]
    public void Tick(
        ReadOnlySpan<int> indices, ReadOnlySpan<int> words, Span<int> labels, LabelProbabilities probabilities)
    {
        for (var i = 0; i < indices.Length; i++)
        {
            var index = indices[i];
            ref var entry = ref _states.Entries[index];
            var row = _workspace.RowOf(words[i]);
            _states.SetNewest(index, row);
            if (row > _shape.PaddingRow)
            {
                // The index was for this step alone.
                entry.UnknownWord = 0;
            }

            if (entry.Waiting < _shape.WindowReach)
            {
                entry.Waiting++;
                _states.ShiftWindow(index);
                labels[i] = -1;
            }
            else if (entry.IsPrepared)
            {
                entry.IsPrepared = false;
                _prepared.Add(index, i, row);
                if (_prepared.IsFull)
                {
                    _prepared.RunPrepared(labels, probabilities);
                }
            }
            else
            {
                var batch = _unprepared[entry.Parity];
                batch.Add(index, i, row);
                if (batch.IsFull)
                {
                    batch.Run(labels, probabilities);
                }
            }
        }

        _prepared.RunPrepared(labels, probabilities);
        _unprepared[0].Run(labels, probabilities);
        _unprepared[1].Run(labels, probabilities);
    }

    /// <summary>
    /// Adds a stream to its batch, to be prepared there, unless it is prepared already or has no next time step yet.
    /// </summary>
    /// <param name="index">The index of the stream.</param>
    [MethodImpl(HotPath.Compiled)]
    public void Prepare(int index)
    {
        ref var entry = ref _states.Entries[index];
        if (entry.IsPrepared || entry.Waiting < _shape.WindowReach)
        {
            return;
        }

        entry.IsPrepared = true;
        var batch = _unprepared[entry.Parity];
        batch.Add(index);
        if (batch.IsFull)
        {
            batch.Prepare();
        }
    }

    /// <summary>Prepares the streams that were added and whose batch is not full.</summary>
    [MethodImpl(HotPath.Compiled)]
    public void PrepareRest()
    {
        _unprepared[0].Prepare();
        _unprepared[1].Prepare();
    }
}
