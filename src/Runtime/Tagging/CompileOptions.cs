using System.Diagnostics;
using static System.FormattableString;

namespace FastElman;

/// <summary>How a model is run: see <see cref="ElmanModel.Compile"/>.</summary>
/// <remarks>
/// Not synchronised. <see cref="ElmanModel.Compile"/> copies what it needs: later changes have no effect.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class CompileOptions
{
    /// <summary>
    /// Bytes that projected embeddings may take where <see cref="ProjectionBudget"/> is not set: 64 MiB.
    /// </summary>
    public const long DefaultProjectionBudget = 64L << 20;

    /// <summary>The instruction set of the kernels; null for <see cref="SimdInfo.Active"/>.</summary>
    public InstructionSet? InstructionSet { get; set; }

    /// <summary>
    /// The precision of the recurrent and the output weights. The default, <see cref="WeightPrecision.Float32"/>, is
    /// exact. <see cref="WeightPrecision.Int16"/> is an option with every instruction set but
    /// <see cref="FastElman.InstructionSet.Scalar"/>, except for Jordan networks and ReLU; it has no effect elsewhere,
    /// and <see cref="CompiledModel.Precision"/> tells.
    /// </summary>
    public WeightPrecision Precision { get; set; }

    /// <summary>
    /// Bytes that the projected embeddings of words may take: window · hidden floats a word, 1.8 MB for the tutorial's
    /// vocabulary and 100 hidden units. A word is projected when it is first seen, and where the budget does not hold
    /// all words, when it is seen for the second time. A word that is held takes a few additions instead of an input
    /// product, which makes a time step about twice as fast. The results do not depend on which words are held. Memory
    /// is allocated as words come, 128 KiB at a time; <see cref="CompiledModel.Warmup"/> projects the whole vocabulary
    /// if there is room for it. Beside the budget each word of the vocabulary takes 8 bytes, to find its rows. 0 for
    /// none: the input product is computed, in which sums are rounded in another order; so are those of networks in
    /// which the words of a sentence might need more than 8 MiB. Not negative.
    /// </summary>
    public long ProjectionBudget { get; set; } = DefaultProjectionBudget;

    /// <summary>
    /// How labels are decoded; null for <see cref="ElmanModel.Decoding"/>. Every model that knows its labels by name
    /// can be decoded with <see cref="LabelDecoding.Iob"/>, without training it anew.
    /// </summary>
    public LabelDecoding? Decoding { get; set; }

    /// <summary>
    /// The least <see cref="Slot.Confidence"/>, 0 to 1: slots below it are left out, and the methods that find slots
    /// say how many. Labels do not depend on it. The default, 0, keeps all slots.
    /// </summary>
    public float MinimumConfidence { get; set; }

    /// <summary>Whether zeros of the recurrent weights are left out where that pays; false to compare.</summary>
    internal bool SkipsZeros { get; set; } = true;

    /// <summary>All options.</summary>
    /// <returns>One line.</returns>
    public override string ToString() =>
        $"{InstructionSet?.ToString() ?? "active instruction set"}, {Precision}, "
        + $"{Decoding?.ToString() ?? "the model's decoding"}, "
        + Invariant($"projection budget {ProjectionBudget} bytes, minimum confidence {MinimumConfidence}");
}
