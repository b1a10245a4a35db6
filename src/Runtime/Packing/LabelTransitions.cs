using FastElman.Kernels;
using FastElman.Memory;
using FastElman.Simd;

namespace FastElman.Packing;

/// <summary>
/// What the labels of a sentence have to do with each other: a score for each label behind each label and for each label at the beginning, learned ones, or
/// 0 for what is allowed and −∞ for what is not, or both together. Kept once as it is and once transposed, since the way forward through a sentence
/// reads rows and the way back columns.
/// </summary>
internal sealed class LabelTransitions
{
    private readonly AlignedBuffer _start;
    private readonly AlignedBuffer _transitions;
    private readonly AlignedBuffer _transposed;
    private readonly AlignedBuffer _exponentials;
    private readonly AlignedBuffer _transposedExponentials;

    /// <param name="labels">Labels.</param>
    /// <param name="scores">[labels + 1, labels], the last row for the beginning; or empty where none were learned.</param>
    /// <param name="mayFollow">Whether a label (second) may stand behind another (first), which is −1 at the beginning; null where all may.</param>
    /// <param name="instructionSet">The one that will run.</param>
    public LabelTransitions(int labels, ReadOnlySpan<float> scores, Func<int, int, bool>? mayFollow, InstructionSet instructionSet)
    {
        Labels = labels;
        Stride = PackedMatrix.RoundUp(labels, InstructionSets.Lanes(instructionSet));
        IsLearned = !scores.IsEmpty;
        var size = checked(labels * Stride);
        var slab = new AlignedArena(Stride, size, size, IsLearned ? size : 0, IsLearned ? size : 0);
        (_start, _transitions, _transposed, _exponentials, _transposedExponentials) = (slab.Part(0), slab.Part(1), slab.Part(2), slab.Part(3), slab.Part(4));
        for (var before = -1; before < labels; before++)
        {
            for (var label = 0; label < labels; label++)
            {
                var score = scores.IsEmpty ? 0 : scores[((before < 0 ? labels : before) * labels) + label];
                Set(before, label, mayFollow is null || mayFollow(before, label) ? score : float.NegativeInfinity);
            }
        }

        if (IsLearned)
        {
            LargestTransition = InstructionSets.Accept<Exponentiation, float>(instructionSet, new Exponentiation(this));
        }
    }

    /// <summary>Labels.</summary>
    public int Labels { get; }

    /// <summary>Labels, padded to whole registers.</summary>
    public int Stride { get; }

    /// <summary>Whether there are learned scores: then the best labels word by word say nothing about the best sequence.</summary>
    public bool IsLearned { get; }

    /// <summary>[padded labels]: the scores at the beginning.</summary>
    public ReadOnlySpan<float> Start => _start.Span;

    /// <summary>[labels, padded labels]: row = the label before, column = the label after.</summary>
    public ReadOnlySpan<float> Transitions => _transitions.Span;

    /// <summary>[labels, padded labels]: row = the label after, column = the label before.</summary>
    public ReadOnlySpan<float> Transposed => _transposed.Span;

    /// <summary>[labels, padded labels]: e^(transition − the largest), for the probabilities; empty where the scores are not learned.</summary>
    public ReadOnlySpan<float> Exponentials => _exponentials.Span;

    /// <summary>The same of <see cref="Transposed"/>.</summary>
    public ReadOnlySpan<float> TransposedExponentials => _transposedExponentials.Span;

    /// <summary>The largest learned score.</summary>
    public float LargestTransition { get; }

    /// <summary>Whether nothing in a sequence of labels is forbidden.</summary>
    public bool Allows(ReadOnlySpan<int> labels)
    {
        var before = -1;
        foreach (var label in labels)
        {
            if (float.IsNegativeInfinity(before < 0 ? Start[label] : Transitions[(before * Stride) + label]))
            {
                return false;
            }

            before = label;
        }

        return true;
    }

    private void Set(int before, int label, float score)
    {
        if (before < 0)
        {
            _start.Span[label] = score;
            return;
        }

        _transitions.Span[(before * Stride) + label] = score;
        _transposed.Span[(label * Stride) + before] = score;
    }

    private readonly struct Exponentiation(LabelTransitions chain) : ISimdVisitor<float>
    {
        public float Visit<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            ForwardBackward.Exponentiate<TSimd, TVector>(chain.Transposed, chain.Stride, chain._transposedExponentials.Span);
            return ForwardBackward.Exponentiate<TSimd, TVector>(chain.Transitions, chain.Stride, chain._exponentials.Span);
        }
    }
}
