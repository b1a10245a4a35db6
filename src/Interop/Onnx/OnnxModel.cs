using FastElman.Files;
using FastElman.Interop.Onnx.Format;
using FastElman.Interop.Onnx.Reading;
using FastElman.Interop.Onnx.Writing;

namespace FastElman.Interop;

/// <summary>
/// Models as ONNX files: written for programs that run ONNX, and read back, or read from PyTorch's exporter.
/// <see cref="OnnxForm"/> has the inputs and outputs of what is written.
/// </summary>
/// <remarks>
/// <para>
/// A file that was written here gives back the very model: parameters with their bits, words, labels, decoding,
/// tokenizer and temperature, whose values stand in its <c>metadata_props</c>. Its graph has to be the one that is
/// written here for this model; a file whose graph was changed is refused.
/// </para>
/// <para>
/// Of other programs, graphs are read in which an embedding (<c>Gather</c>), one layer of the operator <c>RNN</c> with
/// the activation tanh, relu or sigmoid, forward or bidirectional, and a linear layer follow each other: PyTorch's
/// <c>nn.Embedding</c>, <c>nn.RNN</c> and <c>nn.Linear</c>, with or without <c>batch_first</c>, and a softmax
/// or arg-max at the end or not. Such a network has a window of 1, and its padding row is 0. Anything else is
/// refused by the node.
/// </para>
/// <para>
/// Nothing in a file is executed, no other file is opened (external data are refused), and memory is bounded by the
/// length of the file. Thread-safe.
/// </para>
/// </remarks>
public static class OnnxModel
{
    /// <summary>Saves a model as an ONNX file, whole or not at all; an old file of the same name is replaced.</summary>
    /// <param name="model">The model. <see cref="GetLosses"/> says what the graph does not do.</param>
    /// <param name="path">The file. The folder around it has to exist.</param>
    /// <param name="options">The form of the graph and the version of its operators; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="NotSupportedException">
    /// The network has no graph of this form: <see cref="OnnxForm.Step"/> of a bidirectional network,
    /// <see cref="OnnxForm.Rnn"/> of a Jordan network; or the file would be longer than 2 GiB.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Save(ElmanModel model, string path, OnnxExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var form = (options ?? new OnnxExportOptions()).ToGraphForm(nameof(options));
        form.Require(model.Shape.Variant.Kind, path);
        var document = DocumentWriter.Compose(DocumentComposer.Compose(model, form));
        AtomicFile.Write(path, document.WriteTo);
    }

    /// <summary>Loads a model from an ONNX file that <see cref="Save"/> or PyTorch's exporter wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="vocabulary">
    /// The words of the network, for a file that has none, or in place of those of the file; or null.
    /// </param>
    /// <param name="labels">The labels of the network, in the same way; or null.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFormatException">
    /// It is not a sound ONNX file, not a network that can be run here, a value is not finite, or there are more or
    /// fewer words or labels than the network has. The message names the node or the tensor.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static ElmanModel Load(string path, Vocabulary? vocabulary = null, LabelSet? labels = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return OnnxFile.Load(path, vocabulary, labels);
    }

    /// <summary>What a model does and its ONNX graph does not, whatever the form; the file says the same.</summary>
    /// <param name="model">The model.</param>
    /// <returns>A sentence for each loss; none where the graph gives labels and probabilities of the model.</returns>
    public static IReadOnlyList<string> GetLosses(ElmanModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return DocumentComposer.Losses(model);
    }

    /// <summary>Whether a network has a graph of a form, and why it has none.</summary>
    /// <param name="variant">The network.</param>
    /// <param name="form">The form.</param>
    /// <param name="problem">Why there is none, as a phrase; null where the result is true.</param>
    /// <returns>Whether <see cref="Save"/> can write it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such form.</exception>
    public static bool CanSave(NetworkVariant variant, OnnxForm form, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(variant);
        problem = new OnnxExportOptions { Form = form }.ToGraphForm(nameof(form)).FindProblem(variant.Kind);
        return problem is null;
    }
}
