using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Network;

/// <summary>What a run over a sentence of n words writes.</summary>
/// <param name="labels">[n]: the best label of each word.</param>
/// <param name="probabilities">[n, labels], or empty where they are not wanted.</param>
/// <param name="hidden">[n, hidden], of both layers where there are two [n, 2 · hidden]; or empty where it is not wanted: for tests and training.</param>
internal readonly ref struct ForwardOutput(Span<int> labels, Span<float> probabilities = default, Span<float> hidden = default)
{
    public Span<int> Labels { get; } = labels;

    public Span<float> Probabilities { get; } = probabilities;

    public Span<float> Hidden { get; } = hidden;
}

/// <summary>The network, ready to run with the instruction set of its model: one virtual call a sentence hides which.</summary>
internal abstract class ForwardPass
{
    /// <summary>The instruction set that the kernels were really made with.</summary>
    public abstract InstructionSet InstructionSet { get; }

    public static ForwardPass Create(PackedNetwork network, InstructionSet instructionSet) =>
        InstructionSets.Accept<Factory, ForwardPass>(instructionSet, new Factory(network));

    /// <summary>Runs over one sentence. The indices are not checked here.</summary>
    public abstract void Run(ReadOnlySpan<int> words, ForwardOutput output, SentenceWorkspace state);

    /// <summary>Runs what a usual sentence does not need.</summary>
    /// <param name="state">Memory of a run.</param>
    public virtual void WarmUp(SentenceWorkspace state)
    {
    }

    private readonly struct Factory(PackedNetwork network) : ISimdVisitor<ForwardPass>
    {
        public ForwardPass Visit<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => network.NeedsWholeSentences ? new WholeSentencePass<TSimd, TVector>(network) : new ForwardPass<TSimd, TVector>(network);
    }
}
