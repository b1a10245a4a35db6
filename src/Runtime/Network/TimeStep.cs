using FastElman.Kernels;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Network;

/// <summary>
/// The time step as batches and streams call it, whatever the instruction set: n sentences or streams advance by one
/// word each, n ≥ 1. The equations stand in <see cref="TimeStep{TSimd, TVector}"/>. Each method is one virtual call
/// for all n rows.
/// </summary>
/// <remarks>
/// The step has two halves, because a live stream can compute the first one before its next word is there:
/// <see cref="Begin"/>, then <see cref="Finish"/> and <see cref="Label"/>.
/// </remarks>
internal abstract class TimeStep
{
    /// <summary>The instruction set that the kernels were compiled for.</summary>
    public abstract InstructionSet InstructionSet { get; }

    public static TimeStep Create(PackedNetwork network, InstructionSet instructionSet) =>
        InstructionSets.Accept<Factory, TimeStep>(instructionSet, new Factory(network));

    /// <summary>z_t = bh + context_t + h_{t−1}·wh: everything that does not depend on the newest word.</summary>
    /// <param name="windows">
    /// [n, window]: the embedding rows of the words in each window. The last of a window is not used yet, but is a row.
    /// </param>
    /// <param name="previous">[at least n, stride]: h_{t−1}; in a Jordan network p_{t−1}.</param>
    /// <param name="sums">[n, stride]: receives z_t.</param>
    /// <param name="direction">The direction of the step, the same for all rows: <see cref="StepDirection"/>.</param>
    /// <param name="workspace">Scratch memory for n rows.</param>
    public abstract void Begin(
        ReadOnlySpan<int> windows,
        ReadOnlySpan<float> previous,
        Span<float> sums,
        Direction direction,
        StepWorkspace workspace);

    /// <summary>h_t = f(z_t + lookahead_t).</summary>
    /// <param name="newest">[n]: the embedding rows of the newest words, the last of each window.</param>
    /// <param name="states">[at least n, stride]: holds z_t, receives h_t.</param>
    /// <param name="workspace">Scratch memory for n rows.</param>
    public abstract void Finish(ReadOnlySpan<int> newest, Span<float> states, StepWorkspace workspace);

    /// <summary>
    /// p_t = softmax(h_t·w + b), and the labels of the largest. Afterwards <paramref name="states"/> holds what the
    /// next step needs as h_{t−1}: h_t itself, in a Jordan network p_t.
    /// </summary>
    /// <param name="states">[n, stride]: h_t.</param>
    /// <param name="labels">[n]: receives the labels.</param>
    /// <param name="probabilities">Receives p_t, or the largest of each; or empty.</param>
    /// <param name="workspace">Scratch memory for n rows.</param>
    public abstract void Label(
        Span<float> states, Span<int> labels, LabelProbabilities probabilities, StepWorkspace workspace);

    /// <summary>
    /// Runs the code that few words need (<see cref="OutputLayer{TSimd, TVector}.BestOfCandidates"/>), and projects all
    /// words where there is room for them.
    /// </summary>
    /// <param name="workspace">Scratch memory for one row.</param>
    public abstract void WarmUp(StepWorkspace workspace);

    private readonly struct Factory(PackedNetwork network) : ISimdVisitor<TimeStep>
    {
        public TimeStep Visit<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => new TimeStep<TSimd, TVector>(network, network.Forward);
    }
}
