using FastElman.Kernels;
using FastElman.Labels;
using FastElman.Memory;
using FastElman.Simd;

namespace FastElman.Packing;

/// <summary>
/// What the labels of a sentence that is decoded as a whole depend on, beside its words, as the kernels read it: the
/// labels before and after. With a learned score for each pair of labels (<see cref="PackedTransitions"/>), or with
/// constraints alone (<see cref="PackedConstraints"/>).
/// </summary>
internal abstract class LabelChain
{
    private readonly AlignedArena _starts;

    /// <param name="labels">The number of labels.</param>
    /// <param name="instructionSet">The instruction set that will read them.</param>
    protected LabelChain(int labels, InstructionSet instructionSet)
    {
        Labels = labels;
        Stride = PanelLayout.RoundUp(labels, InstructionSets.TraitsOf(instructionSet).Lanes);
        _starts = new AlignedArena(Stride, Stride);
    }

    /// <summary>The number of labels.</summary>
    public int Labels { get; }

    /// <summary>The number of labels, padded to whole registers.</summary>
    public int Stride { get; }

    /// <summary>[padded labels]: the scores of the first word's label.</summary>
    public ReadOnlySpan<float> Start => _starts[0];

    /// <summary>[padded labels]: <see cref="Start"/> / temperature, for <see cref="ForwardBackward"/>.</summary>
    public ReadOnlySpan<float> TemperedStart => _starts[1];

    /// <summary>The largest transition / temperature.</summary>
    public abstract float LargestTransition { get; }

    /// <summary>
    /// e^(transition / temperature − the largest of these), see <see cref="ForwardBackward.Exponentiate"/>.
    /// </summary>
    /// <param name="before">The label before.</param>
    /// <param name="label">The label.</param>
    public abstract float Exponential(int before, int label);

    /// <summary>The score of a label after another; −∞ if it may not follow.</summary>
    /// <param name="before">The label before.</param>
    /// <param name="label">The label.</param>
    public abstract float Score(int before, int label);

    /// <summary>Sets the scores of the first word's label.</summary>
    /// <param name="scoreOf">The score of a label.</param>
    /// <param name="temperature">What it is divided by for probabilities.</param>
    protected void SetStart(Func<int, float> scoreOf, float temperature)
    {
        for (var label = 0; label < Labels; label++)
        {
            _starts[0][label] = scoreOf(label);
            _starts[1][label] = _starts[0][label] / temperature;
        }
    }
}
