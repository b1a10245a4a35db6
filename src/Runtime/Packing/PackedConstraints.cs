using FastElman.Kernels;
using FastElman.Labels;
using FastElman.Memory;
using FastElman.Simd;

namespace FastElman.Packing;

/// <summary>
/// Constraints on neighbouring labels as <see cref="ConstrainedViterbi"/> and <see cref="ForwardBackward"/> read them:
/// some numbers a label, where a table of scores would have one for each pair. The results are the same bits as with
/// such a table. Cost: 32 bytes a label and 12 more for each that may not stand anywhere.
/// </summary>
internal sealed class PackedConstraints : LabelChain
{
    private readonly IobConstraints _plain;

    /// <summary>[places]: the labels that do not stand anywhere.</summary>
    private readonly int[] _constrained;

    /// <summary>[labels, 2]: see <see cref="ConstrainedViterbi"/>.</summary>
    private readonly int[] _predecessors;
    private readonly int[] _followFirsts;
    private readonly int[] _precedeFirsts;
    private readonly int[] _followPlaces;
    private readonly int[] _precedePlaces;
    private readonly AlignedBuffer _row;
    private readonly int _columns;
    private readonly float _allowed;
    private readonly float _forbidden;

    /// <param name="plain">The constraints.</param>
    /// <param name="instructionSet">The instruction set that will read them.</param>
    public PackedConstraints(IobConstraints plain, InstructionSet instructionSet)
        : base(plain.Labels, instructionSet)
    {
        _plain = plain;
        _constrained = [.. Enumerable.Range(0, Labels).Where(plain.IsInside)];
        _predecessors = PredecessorsIn(plain);
        SetStart(label => plain.MayFollow(-1, label) ? 0 : float.NegativeInfinity, temperature: 1);
        (_allowed, _forbidden) = InstructionSets.Accept<Exponentiation, (float, float)>(instructionSet, default);

        // One column more than places: that of labels without a continuation.
        var lanes = InstructionSets.TraitsOf(instructionSet).Lanes;
        _columns = PanelLayout.RoundUp(_constrained.Length + 1, lanes);
        _row = new AlignedBuffer(checked((3 * _columns) + 1));
        _row.Span.Fill(_forbidden);
        _row.Span[_columns] = _allowed;
        _row.Span[^_columns..].Fill(_allowed);

        var places = new int[Labels];
        for (var place = 0; place < _constrained.Length; place++)
        {
            places[_constrained[place]] = place;
        }

        _followFirsts = new int[Labels];
        _precedeFirsts = new int[Labels];
        _followPlaces = new int[Labels];
        _precedePlaces = new int[Labels];
        for (var label = 0; label < Labels; label++)
        {
            var continuation = plain.ContinuationOf(label);
            _followFirsts[label] = continuation < 0 ? _columns + 1 : _columns - places[continuation];
            _precedePlaces[label] = continuation < 0 ? _constrained.Length : places[continuation];
            _precedeFirsts[label] = plain.IsInside(label) ? _columns - places[label] : (2 * _columns) + 1;
            _followPlaces[label] = plain.IsInside(label) ? places[label] : _columns;
        }
    }

    /// <summary>[places]: the labels that do not stand anywhere.</summary>
    public ReadOnlySpan<int> Constrained => _constrained;

    /// <summary>[labels, 2]: the labels that each may follow, as <see cref="ConstrainedViterbi"/> says.</summary>
    public ReadOnlySpan<int> Predecessors => _predecessors;

    /// <summary>Floats of scratch memory that <see cref="Products"/> needs.</summary>
    public int ScratchLength => _columns + 1;

    /// <inheritdoc/>
    public override float LargestTransition => 0;

    /// <summary>The label that continues the slot of a label; −1 where there is none.</summary>
    public int ContinuationOf(int label) => _plain.ContinuationOf(label);

    /// <inheritdoc/>
    public override float Exponential(int before, int label) =>
        _plain.MayFollow(before, label) ? _allowed : _forbidden;

    /// <inheritdoc/>
    public override float Score(int before, int label) =>
        _plain.MayFollow(before, label) ? 0 : float.NegativeInfinity;

    /// <summary>Whether a sentence may have these labels [words].</summary>
    public bool Allows(ReadOnlySpan<int> labels)
    {
        var before = -1;
        foreach (var label in labels)
        {
            if (!_plain.MayFollow(before, label))
            {
                return false;
            }

            before = label;
        }

        return true;
    }

    /// <summary>The products of <see cref="ForwardBackward"/>.</summary>
    /// <param name="scratch">[<see cref="ScratchLength"/>].</param>
    public ConstraintTransitionProducts Products(Span<float> scratch) =>
        new(_row.Span, _followFirsts, _precedeFirsts, _followPlaces, _precedePlaces, scratch);

    private static int[] PredecessorsIn(IobConstraints plain)
    {
        var predecessors = new int[checked(2 * plain.Labels)];
        predecessors.AsSpan().Fill(-1);
        for (var label = 0; label < plain.Labels; label++)
        {
            if (plain.ContinuationOf(label) is var continuation and >= 0)
            {
                // In the order of the labels: the first that is found is the lower one, the last the higher.
                var lower = predecessors[2 * continuation];
                predecessors[2 * continuation] = lower < 0 ? label : lower;
                predecessors[(2 * continuation) + 1] = label;
            }
        }

        return predecessors;
    }

    /// <summary>The exponentials of 0 and −∞ where 0 is the largest.</summary>
    private readonly struct Exponentiation : ISimdVisitor<(float Allowed, float Forbidden)>
    {
        public (float Allowed, float Forbidden) Visit<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            var stride = PanelLayout.RoundUp(2, TSimd.Lanes);
            var scores = new float[2 * stride];
            scores[1] = float.NegativeInfinity;
            ForwardBackward.Exponentiate<TSimd, TVector>(scores, stride, scores);
            return (scores[0], scores[1]);
        }
    }
}
