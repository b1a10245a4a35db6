using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Network;

/// <summary>What a run over a sentence of n words writes.</summary>
/// <param name="labels">[n]: receives the label of each word.</param>
/// <param name="probabilities">[n, labels]: receives the probabilities; or empty.</param>
/// <param name="hidden">
/// [n, hidden], in a network with two hidden layers [n, 2 · hidden]: receives the hidden states, for tests; or empty.
/// </param>
internal readonly ref struct ForwardOutput(
    Span<int> labels, Span<float> probabilities = default, Span<float> hidden = default)
{
    public Span<int> Labels { get; } = labels;

    public Span<float> Probabilities { get; } = probabilities;

    public Span<float> Hidden { get; } = hidden;
}

/// <summary>
/// The network over one sentence, whatever the instruction set: one virtual call a sentence. What a time step computes
/// stands in <see cref="TimeStep{TSimd, TVector}"/>.
/// </summary>
internal abstract class ForwardPass
{
    /// <summary>The instruction set that the kernels were compiled for.</summary>
    public abstract InstructionSet InstructionSet { get; }

    public static ForwardPass Create(PackedNetwork network, InstructionSet instructionSet) =>
        InstructionSets.Accept<Factory, ForwardPass>(instructionSet, new Factory(network));

    /// <summary>Runs over one sentence. The caller has checked the word indices.</summary>
    /// <param name="words">[n]: the word indices.</param>
    /// <param name="output">Receives the results.</param>
    /// <param name="workspace">Memory for the run; its contents do not matter.</param>
    public abstract void Run(ReadOnlySpan<int> words, ForwardOutput output, SentenceWorkspace workspace);

    /// <summary>
    /// Runs over one sentence, and finds the probability of its labels; they are the same as those of
    /// <see cref="Run"/>. A method of its own, since the labels alone take 180 ns a sentence longer where every call
    /// also passes on what is not wanted.
    /// </summary>
    /// <param name="words">[n]: the word indices.</param>
    /// <param name="labels">[n]: receives the label of each word.</param>
    /// <param name="confidence">Receives their probabilities; not empty unless the sentence is.</param>
    /// <param name="workspace">Memory for the run; its contents do not matter.</param>
    public abstract void RunWithConfidence(
        ReadOnlySpan<int> words, Span<int> labels, LabelConfidence confidence, SentenceWorkspace workspace);

    /// <summary>Runs the code that not every sentence needs.</summary>
    /// <param name="workspace">Memory for the run.</param>
    public virtual void WarmUp(SentenceWorkspace workspace)
    {
    }

    private readonly struct Factory(PackedNetwork network) : ISimdVisitor<ForwardPass>
    {
        public ForwardPass Visit<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct =>
            network.NeedsWholeSentences
                ? new WholeSentencePass<TSimd, TVector>(network)
                : new ForwardPass<TSimd, TVector>(network);
    }
}
