using System.Runtime.CompilerServices;
using FastElman.Network;
using FastElman.Packing;
using FastElman.Simd;
using Microsoft.Extensions.ObjectPool;

namespace FastElman.Tagging;

/// <summary>
/// What a thread does in a batch: keeps its slots filled with sentences, which run in lockstep. A sentence that has ended makes room for the next
/// one, so that nearly all steps are of full slots, whatever the lengths.
/// </summary>
internal sealed class BatchWorker(ElmanModel model)
{
    /// <summary>Threads whose memory is kept.</summary>
    public const int Retained = 64;

    private readonly Tagger? _sentences = model.CanStream ? null : new Tagger(model);
    private readonly LockstepPass _pass = LockstepPass.Create(model.Network, model.InstructionSet);
    private readonly DefaultObjectPool<BatchState> _states = new(new Policy(model.Network), Retained);

    public InstructionSet InstructionSet => _pass.InstructionSet;

    /// <summary>Runs sentences of the batch until none is left that nobody has.</summary>
    public void Work(BatchJob job)
    {
        if (_sentences is not null)
        {
            RunOneByOne(job, _sentences);
            return;
        }

        var state = _states.Get();
        try
        {
            Run(job, state);
        }
        finally
        {
            _states.Return(state);
        }
    }

    [MethodImpl(HotPath.Compiled)]
    private void Run(BatchJob job, BatchState state)
    {
        var words = job.Words;
        var running = 0;
        var isMore = true;
        for (var turn = 0; isMore || running > 0; turn++)
        {
            // Only at even turns, so that all that run are at steps of the same order; the wait of a turn costs little, since no empty slot is computed.
            while (turn % 2 == 0 && running < job.Slots && isMore)
            {
                isMore = job.TryTake(out var start, out var length);
                if (isMore)
                {
                    state.Begin(running++, words, start, length, turn);
                }
            }

            Step(job, state, running, turn);
            for (var slot = running - 1; slot >= 0; slot--)
            {
                if (!state.Advance(slot, words))
                {
                    state.Move(--running, slot, turn + 1);
                }
            }
        }
    }

    /// <summary>Sentences that have to be seen whole do not run in lockstep.</summary>
    private void RunOneByOne(BatchJob job, Tagger tagger)
    {
        while (job.TryTake(out var start, out var length))
        {
            var words = job.Words.Slice(start, length);
            if (job.Probabilities.IsEmpty)
            {
                tagger.Tag(words, job.Labels.Slice(start, length));
            }
            else
            {
                var labelCount = model.Shape.LabelCount;
                tagger.Tag(words, job.Labels.Slice(start, length), job.Probabilities.Slice(start * labelCount, length * labelCount));
            }
        }
    }

    /// <summary>One word of each sentence.</summary>
    [MethodImpl(HotPath.Compiled)]
    private void Step(BatchJob job, BatchState state, int running, int turn)
    {
        var next = state.States(turn + 1, running);
        var rows = RowsToMultiply(running);
        _pass.Begin(state.Windows(rows), state.States(turn, rows), state.States(turn + 1, rows), StepDirection.Of(turn), state.Input, state.Products);
        _pass.Finish(state.Newest(running), next, state.Input);
        var probabilities = job.Probabilities.IsEmpty ? default : state.Probabilities(running);
        _pass.Label(next, state.Labels.AsSpan(0, running), probabilities, state.Products);

        var labels = job.Labels;
        var labelCount = model.Shape.LabelCount;
        for (var slot = 0; slot < running; slot++)
        {
            var word = state.WordOf(slot);
            labels[word] = state.Labels[slot];
            if (!probabilities.IsEmpty)
            {
                probabilities.Slice(slot * labelCount, labelCount).CopyTo(job.Probabilities[(word * labelCount)..]);
            }
        }
    }

    /// <summary>
    /// Slots that the products are done for. Three one by one take longer than a block of four, so that an idle slot is computed with them, and
    /// what comes of it thrown away: 7 % of the time of four sentences.
    /// </summary>
    private int RowsToMultiply(int running)
    {
        var isInBlocks = model.Network.OutputInt16 is null;
        return isInBlocks && running % BatchState.RowBlock == BatchState.RowBlock - 1 ? running + 1 : running;
    }

    private sealed class Policy(PackedNetwork network) : IPooledObjectPolicy<BatchState>
    {
        public BatchState Create() => new(network);

        public bool Return(BatchState state) => true;
    }
}
