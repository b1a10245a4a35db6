using FastElman.Validation;

namespace FastElman.Interop.Onnx.Writing;

/// <summary>Which graph of a network is written; checked.</summary>
/// <param name="Form">What it takes at once.</param>
/// <param name="OperatorSet">The version of ONNX's operators.</param>
/// <param name="SentenceLength">Words of an unrolled sentence; 0 in the other forms.</param>
internal sealed record GraphForm(OnnxForm Form, int OperatorSet, int SentenceLength)
{
    /// <summary>The version of onnx.proto that came with the operators, by ONNX's own table of versions.</summary>
    public int FormatVersion => OperatorSet switch
    {
        14 => 7,
        <= 18 => 8,
        <= 20 => 9,
        _ => 10,
    };

    /// <summary>Why a network has no graph of this form; null where it has one.</summary>
    public string? FindProblem(NetworkKind kind) => (Form, kind) switch
    {
        (OnnxForm.Step, NetworkKind.Bidirectional) =>
            "a bidirectional network reads a sentence from its end too, so it has no form for single steps",
        (OnnxForm.Rnn, NetworkKind.Jordan) =>
            "ONNX's operator RNN hands on hidden states, and a Jordan network hands on the probabilities of the "
            + "labels: take the form Unrolled or Step",
        _ => null,
    };

    /// <exception cref="NotSupportedException">The network has no graph of this form.</exception>
    public void Require(NetworkKind kind, string path)
    {
        if (FindProblem(kind) is { } problem)
        {
            throw new NotSupportedException(FormatProblem.Describe(
                problem, path, place: null, expected: null, found: null));
        }
    }
}
