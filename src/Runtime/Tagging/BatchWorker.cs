using System.Runtime.CompilerServices;
using FastElman.Network;
using FastElman.Packing;
using FastElman.Simd;
using Microsoft.Extensions.ObjectPool;

namespace FastElman.Tagging;

/// <summary>
/// What each thread does in a batch: it keeps its slots filled with sentences, which advance in lockstep. The slot of a
/// sentence that has ended goes to the next sentence, so nearly all steps are of full slots, whatever the lengths.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="instructionSet">The instruction set of the kernels.</param>
internal sealed class BatchWorker(PackedNetwork network, InstructionSet instructionSet)
{
    private readonly int _labelCount = network.Shape.LabelCount;
    private readonly TimeStep _step = TimeStep.Create(network, instructionSet);
    private readonly DefaultObjectPool<BatchState> _states = WorkspacePools.Create(() => new BatchState(network));

    /// <summary>Runs whole sentences one after another; null if the network can run in lockstep.</summary>
    private readonly ForwardPass? _wholeSentences =
        network.NeedsWholeSentences ? ForwardPass.Create(network, instructionSet) : null;
    private readonly DefaultObjectPool<SentenceWorkspace> _workspaces = WorkspacePools.CreateForSentences(network);

    public InstructionSet InstructionSet => _step.InstructionSet;

    /// <summary>Runs sentences of the batch until every sentence is taken.</summary>
    /// <param name="job">The batch, shared with other threads.</param>
    [MethodImpl(HotPath.Compiled)]
    public void Work(BatchJob job)
    {
        if (_wholeSentences is not null)
        {
            RunOneByOne(job, _wholeSentences);
            return;
        }

        var state = _states.Get();
        try
        {
            state.Workspace.Use(job.UnknownWords);
            var before = state.Workspace.RescoredCount;
            RunInLockstep(job, state);
            job.AddRescored(state.Workspace.RescoredCount - before);
        }
        finally
        {
            state.Workspace.Use(null);
            _states.Return(state);
        }
    }

    [MethodImpl(HotPath.Compiled)]
    private void RunInLockstep(BatchJob job, BatchState state)
    {
        var words = job.Words;
        var running = 0;
        var isMore = true;
        for (var step = 0; isMore || running > 0; step++)
        {
            // Sentences begin only at even steps, so that all of them have the same parity (see StepDirection). A
            // slot that waits a step for its next sentence costs little, because empty slots are not computed.
            while (step % 2 == 0 && running < job.Slots && isMore)
            {
                isMore = job.TryTake(out var start, out var length);
                if (isMore)
                {
                    state.Begin(running++, words, start, length, step);
                }
            }

            // All slots may be empty at an odd step, or after the last sentence.
            if (running > 0)
            {
                RunStep(job, state, running, step);
            }

            for (var slot = running - 1; slot >= 0; slot--)
            {
                if (!state.Advance(slot, words))
                {
                    state.Move(--running, slot, step + 1);
                }
            }
        }
    }

    [MethodImpl(HotPath.Compiled)]
    private void RunOneByOne(BatchJob job, ForwardPass pass)
    {
        var workspace = _workspaces.Get();
        try
        {
            workspace.Step.Use(job.UnknownWords);
            var before = workspace.Step.RescoredCount;
            while (job.TryTake(out var start, out var length))
            {
                var words = job.Words.Slice(start, length);
                var labels = job.Labels.Slice(start, length);
                if (job.WantsConfidence)
                {
                    pass.RunWithConfidence(words, labels, job.Confidence.Slice(start, length), workspace);
                    continue;
                }

                var probabilities = job.Probabilities.IsEmpty
                    ? default
                    : job.Probabilities.Slice(start * _labelCount, length * _labelCount);
                pass.Run(words, new ForwardOutput(labels, probabilities), workspace);
            }

            job.AddRescored(workspace.Step.RescoredCount - before);
        }
        finally
        {
            workspace.Step.Use(null);
            _workspaces.Return(workspace);
        }
    }

    /// <summary>One word of each sentence.</summary>
    [MethodImpl(HotPath.Compiled)]
    private void RunStep(BatchJob job, BatchState state, int running, int step)
    {
        var next = state.States(step + 1, running);
        _step.Begin(
            state.Windows(running),
            state.States(step, running),
            next,
            StepDirection.Of(step),
            state.Workspace);
        _step.Finish(state.Newest(running), next, state.Workspace);
        var words = state.Words(running);
        var confidence = state.Confidence(job.WantsConfidence ? running : 0);
        var probabilities = job.WantsConfidence
            ? LabelProbabilities.OfOwnLabel(confidence)
            : new LabelProbabilities(job.Probabilities, _labelCount, words);
        _step.Label(next, state.Labels.AsSpan(0, running), probabilities, state.Workspace);

        var labels = job.Labels;
        for (var slot = 0; slot < running; slot++)
        {
            labels[words[slot]] = state.Labels[slot];
            if (!confidence.IsEmpty)
            {
                job.Confidence.SetIndependent(words[slot], confidence[slot]);
            }
        }
    }
}
