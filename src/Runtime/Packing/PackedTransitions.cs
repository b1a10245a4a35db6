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
internal sealed class PackedTransitions : LabelChain
{
    private readonly AlignedBuffer _transitions;
    private readonly AlignedBuffer _transposed;
    private readonly AlignedBuffer _exponentials;
    private readonly AlignedBuffer _transposedExponentials;

    /// <param name="plain">The scores.</param>
    /// <param name="instructionSet">The instruction set that will read them.</param>
    /// <param name="temperature">
    /// What the scores are divided by for probabilities, though not to find the best sequence.
    /// </param>
    public PackedTransitions(LabelTransitions plain, InstructionSet instructionSet, float temperature = 1f)
        : base(plain.Labels, instructionSet)
    {
        var size = checked(plain.Labels * Stride);
        var arena = new AlignedArena(size, size, size, size);
        (_transitions, _transposed) = (arena.Slice(0), arena.Slice(1));
        (_exponentials, _transposedExponentials) = (arena.Slice(2), arena.Slice(3));
        SetStart(label => plain.Score(-1, label), temperature);
        for (var label = 0; label < plain.Labels; label++)
        {
            for (var before = 0; before < plain.Labels; before++)
            {
                var score = plain.Score(before, label);
                _transitions.Span[(before * Stride) + label] = score;
                _transposed.Span[(label * Stride) + before] = score;
                _exponentials.Span[(before * Stride) + label] = score / temperature;
                _transposedExponentials.Span[(label * Stride) + before] = score / temperature;
            }
        }

        LargestTransition = InstructionSets.Accept<Exponentiation, float>(instructionSet, new Exponentiation(this));
    }

    /// <summary>[labels, padded labels]: a row for each label, a column for the label that follows it.</summary>
    public ReadOnlySpan<float> Transitions => _transitions.Span;

    /// <summary>[labels, padded labels]: a row for each label, a column for the label that precedes it.</summary>
    public ReadOnlySpan<float> Transposed => _transposed.Span;

    /// <summary>
    /// [labels, padded labels]: e^(transition / temperature − the largest of these), see
    /// <see cref="ForwardBackward.Exponentiate"/>.
    /// </summary>
    public ReadOnlySpan<float> Exponentials => _exponentials.Span;

    /// <summary>[labels, padded labels]: <see cref="Exponentials"/> of <see cref="Transposed"/>.</summary>
    public ReadOnlySpan<float> TransposedExponentials => _transposedExponentials.Span;

    /// <inheritdoc/>
    public override float LargestTransition { get; }

    /// <summary>The products of <see cref="ForwardBackward"/>.</summary>
    public MatrixTransitionProducts Products => new(Exponentials, TransposedExponentials, Stride);

    /// <inheritdoc/>
    public override float Exponential(int before, int label) => Exponentials[(before * Stride) + label];

    /// <inheritdoc/>
    public override float Score(int before, int label) => Transitions[(before * Stride) + label];

    private readonly struct Exponentiation(PackedTransitions packed) : ISimdVisitor<float>
    {
        public float Visit<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            var plain = packed._exponentials.Span;
            var transposed = packed._transposedExponentials.Span;
            ForwardBackward.Exponentiate<TSimd, TVector>(transposed, packed.Stride, transposed);
            return ForwardBackward.Exponentiate<TSimd, TVector>(plain, packed.Stride, plain);
        }
    }
}
