using FastElman.Kernels;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Network;

/// <summary>
/// One time step of several sentences at once, or of one live stream: the recurrence of all is one matrix product, so that each weight that is
/// loaded serves several sentences. In two halves, because a live stream can do the first before its next word has come.
/// The sums run in the order of <see cref="ForwardPass"/>: every form of running gives the same bits.
/// </summary>
internal abstract class LockstepPass
{
    /// <summary>
    /// Sentences or streams in lockstep: four already saturate the multiply-adds, more keep that up while short sentences end, and the states of
    /// so many stay in the first-level cache.
    /// </summary>
    public const int TileSize = 32;

    /// <summary>The instruction set that the kernels were really made with.</summary>
    public abstract InstructionSet InstructionSet { get; }

    public static LockstepPass Create(PackedNetwork network, InstructionSet instructionSet) =>
        InstructionSets.Accept<Factory, LockstepPass>(instructionSet, new Factory(network));

    /// <summary>Refuses a model whose labels depend on words that are still to come.</summary>
    public static void RequireStreaming(ElmanModel model)
    {
        if (!model.CanStream)
        {
            throw new NotSupportedException(
                $"A stream cannot run this model, whose labels depend on the whole sentence ({model.Shape.Variant with { Decoding = model.Decoding }}): use {nameof(Tagger)} or {nameof(BatchTagger)}.");
        }
    }

    /// <summary>next = bh + what all words of the windows but the newest add + previous·wh.</summary>
    /// <param name="windows">The embedding rows in each window [steps, window]; the last of each may still be missing.</param>
    /// <param name="previous">The states before the step [steps, padded hidden].</param>
    /// <param name="next">Receives the sums [steps, padded hidden].</param>
    /// <param name="order">That of the step, the same for all: <see cref="StepDirection"/>.</param>
    /// <param name="input">Memory for at least so many steps.</param>
    /// <param name="products">Memory for the recurrent layer.</param>
    public abstract void Begin(
        ReadOnlySpan<int> windows, ReadOnlySpan<float> previous, Span<float> next, Direction order, InputWorkspace input, ProductWorkspace products);

    /// <summary>next = sigmoid(next + what the newest words add).</summary>
    /// <param name="newest">The embedding rows of the newest words [steps].</param>
    /// <param name="next">The sums of <see cref="Begin"/>; receives the states.</param>
    /// <param name="scratch">Memory for at least so many steps.</param>
    public abstract void Finish(ReadOnlySpan<int> newest, Span<float> next, InputWorkspace scratch);

    /// <summary>
    /// The labels of some states; see <see cref="OutputLayer{TSimd, TVector}.Label"/>. Leaves in their place what the next step gets of this one: in a Jordan network the
    /// probabilities of the labels, else the states as they are.
    /// </summary>
    public abstract void Label(Span<float> states, Span<int> labels, Span<float> probabilities, ProductWorkspace scratch);

    /// <summary>Runs what a usual word does not need: the choice among labels that the bytes leave.</summary>
    /// <param name="products">Memory for one step.</param>
    public abstract void WarmUp(ProductWorkspace products);

    private readonly struct Factory(PackedNetwork network) : ISimdVisitor<LockstepPass>
    {
        public LockstepPass Visit<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => new LockstepPass<TSimd, TVector>(network);
    }
}
