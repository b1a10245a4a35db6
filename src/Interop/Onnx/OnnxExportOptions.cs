using FastElman.Interop.Onnx.Writing;
using FastElman.Validation;

namespace FastElman.Interop;

/// <summary>How <see cref="OnnxModel.Save"/> writes a model. Mutable; a call takes the values as they are.</summary>
public sealed class OnnxExportOptions
{
    /// <summary>The oldest version of ONNX's operators that can be written.</summary>
    public const int MinimumOperatorSet = 14;

    /// <summary>The newest version of ONNX's operators that can be written.</summary>
    public const int MaximumOperatorSet = 21;

    /// <summary>The longest sentence of the form <see cref="OnnxForm.Unrolled"/>, in words.</summary>
    public const int MaximumSentenceLength = 4096;

    /// <summary>What the graph takes at once.</summary>
    public OnnxForm Form { get; set; } = OnnxForm.Rnn;

    /// <summary>
    /// The version of ONNX's operators (opset), from <see cref="MinimumOperatorSet"/> to
    /// <see cref="MaximumOperatorSet"/>. An older one is read by older programs; the graph is the same.
    /// </summary>
    public int OperatorSet { get; set; } = 17;

    /// <summary>
    /// Words of a sentence in the form <see cref="OnnxForm.Unrolled"/>, from 1 to <see cref="MaximumSentenceLength"/>;
    /// other forms do not look at it.
    /// </summary>
    public int SentenceLength { get; set; } = 32;

    /// <summary>Form, operator set, and the length of a sentence where it counts.</summary>
    /// <returns>Such as <c>Unrolled, operator set 17, 32 words</c>.</returns>
    public override string ToString() =>
        $"{Form}, operator set {OperatorSet}"
        + (Form == OnnxForm.Unrolled ? $", {SentenceLength} words" : string.Empty);

    /// <summary>The values of now, checked.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    internal GraphForm ToGraphForm(string parameter)
    {
        Guard.Defined(Form, parameter, "form");
        if (OperatorSet is < MinimumOperatorSet or > MaximumOperatorSet)
        {
            throw new ArgumentOutOfRangeException(
                parameter,
                OperatorSet,
                $"The operator set is from {MinimumOperatorSet} to {MaximumOperatorSet}.");
        }

        if (Form == OnnxForm.Unrolled && SentenceLength is not (>= 1 and <= MaximumSentenceLength))
        {
            throw new ArgumentOutOfRangeException(
                parameter, SentenceLength, $"An unrolled sentence has from 1 to {MaximumSentenceLength} words.");
        }

        return new GraphForm(Form, OperatorSet, Form == OnnxForm.Unrolled ? SentenceLength : 0);
    }
}
