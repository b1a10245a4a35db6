using System.Globalization;

namespace FastElman.Interop;

/// <summary>
/// What the state dict of a module does not say. Each is not needed for a file of <see cref="PyTorchModule.Save"/>,
/// which says it. Not synchronised: set it before it is used.
/// </summary>
public sealed class PyTorchLoadOptions
{
    /// <summary>The words, one for each row of the embedding; null for a model that takes word indices only.</summary>
    public Vocabulary? Vocabulary { get; set; }

    /// <summary>The labels, one for each unit of the output layer; null for label indices only.</summary>
    public LabelSet? Labels { get; set; }

    /// <summary>
    /// The activation of the hidden units: the <c>nonlinearity</c> of nn.RNN, or the sigmoid of a module of one's own;
    /// null for that in the file, or else <see cref="HiddenActivation.Tanh"/>, the default of nn.RNN.
    /// </summary>
    public HiddenActivation? Activation { get; set; }

    /// <summary>
    /// Words in the window whose embeddings enter a step, left to right; odd. Null for that in the file, or else 1.
    /// </summary>
    public int? WindowSize { get; set; }

    /// <summary>
    /// The row of the embedding that stands for the words outside the sentence: <c>padding_idx</c> of nn.Embedding.
    /// Where it is the last row, the model has one word less than there are rows. Otherwise all rows stay words and a
    /// copy becomes the padding row. Null for that in the file, or else a row of zeros, which matters for windows only.
    /// </summary>
    public int? PaddingIndex { get; set; }

    /// <summary>
    /// Names of tensors in the file, by their roles, where they cannot be guessed: <c>embedding.weight</c>,
    /// <c>rnn.weight_ih</c>, <c>rnn.weight_hh</c>, <c>rnn.bias_ih</c>, <c>rnn.bias_hh</c>, these four with
    /// <c>_reverse</c> at the end, <c>output.weight</c>, <c>output.bias</c>, <c>initial_state</c> and
    /// <c>transitions</c>. The roles <c>embedding</c>, <c>rnn</c> and <c>output</c> name a module instead. Empty by
    /// default.
    /// </summary>
    public IDictionary<string, string> TensorNames { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What is set.</summary>
    /// <returns>Such as <c>activation Relu, window 1, padding row as in the file, 0 names</c>.</returns>
    public override string ToString() =>
        $"activation {Shown(Activation)}, window {Shown(WindowSize)}, padding row {Shown(PaddingIndex)}, "
        + $"{TensorNames.Count} names";

    private static string Shown(object? value) =>
        value is null ? "as in the file" : string.Create(CultureInfo.InvariantCulture, $"{value}");
}
