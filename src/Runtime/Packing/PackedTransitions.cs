using FastElman.Kernels;
using FastElman.Labels;
using FastElman.Memory;
using FastElman.Simd;

namespace FastElman.Packing;

/// <summary>
/// The scores of label transitions as <see cref="Viterbi"/> and <see cref="ForwardBackward"/> read them: rows padded to
/// whole registers, both plain and transposed, because the forward pass over a sentence reads rows and the backward
/// pass reads columns, and the exponentials of both. Why: a step is a product of a vector and a matrix with aligned
/// rows. Cost: four matrices [labels, padded labels], and labels² exponentials when the model is compiled.
/// </summary>
internal sealed class PackedTransitions
{
    private readonly LabelTransitions _plain;
    private readonly AlignedBuffer _start;
    private readonly AlignedBuffer _transitions;
    private readonly AlignedBuffer _transposed;
    private readonly AlignedBuffer _exponentials;
    private readonly AlignedBuffer _transposedExponentials;

    /// <param name="plain">The scores.</param>
    /// <param name="instructionSet">The instruction set that will read them.</param>
    public PackedTransitions(LabelTransitions plain, InstructionSet instructionSet)
    {
        _plain = plain;
        Stride = PanelLayout.RoundUp(plain.Labels, InstructionSets.TraitsOf(instructionSet).Lanes);
        var size = checked(plain.Labels * Stride);
        var arena = new AlignedArena(Stride, size, size, size, size);
        (_start, _transitions, _transposed) = (arena.Slice(0), arena.Slice(1), arena.Slice(2));
        (_exponentials, _transposedExponentials) = (arena.Slice(3), arena.Slice(4));
        for (var label = 0; label < plain.Labels; label++)
        {
            _start.Span[label] = plain.Score(-1, label);
            for (var before = 0; before < plain.Labels; before++)
            {
                var score = plain.Score(before, label);
                _transitions.Span[(before * Stride) + label] = score;
                _transposed.Span[(label * Stride) + before] = score;
            }
        }

        LargestTransition = InstructionSets.Accept<Exponentiation, float>(instructionSet, new Exponentiation(this));
    }

    /// <summary>The number of labels.</summary>
    public int Labels => _plain.Labels;

    /// <summary>The number of labels, padded to whole registers.</summary>
    public int Stride { get; }

    /// <summary>Whether there are learned scores, see <see cref="LabelTransitions.IsLearned"/>.</summary>
    public bool IsLearned => _plain.IsLearned;

    /// <summary>[padded labels]: the scores of the first word's label.</summary>
    public ReadOnlySpan<float> Start => _start.Span;

    /// <summary>[labels, padded labels]: a row for each label, a column for the label that follows it.</summary>
    public ReadOnlySpan<float> Transitions => _transitions.Span;

    /// <summary>[labels, padded labels]: a row for each label, a column for the label that precedes it.</summary>
    public ReadOnlySpan<float> Transposed => _transposed.Span;

    /// <summary>
    /// [labels, padded labels]: e^(transition − the largest), see <see cref="ForwardBackward.Exponentiate"/>.
    /// </summary>
    public ReadOnlySpan<float> Exponentials => _exponentials.Span;

    /// <summary>[labels, padded labels]: <see cref="Exponentials"/> of <see cref="Transposed"/>.</summary>
    public ReadOnlySpan<float> TransposedExponentials => _transposedExponentials.Span;

    /// <summary>The largest transition.</summary>
    public float LargestTransition { get; }

    /// <summary>Whether a sentence may have these labels [words].</summary>
    public bool Allows(ReadOnlySpan<int> labels) => _plain.Allows(labels);

    private readonly struct Exponentiation(PackedTransitions packed) : ISimdVisitor<float>
    {
        public float Visit<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            ForwardBackward.Exponentiate<TSimd, TVector>(
                packed.Transposed, packed.Stride, packed._transposedExponentials.Span);
            return ForwardBackward.Exponentiate<TSimd, TVector>(
                packed.Transitions, packed.Stride, packed._exponentials.Span);
        }
    }
}
