using FastElman.Files;
using FastElman.Interop.Layouts;
using FastElman.Interop.PyTorch;
using FastElman.Model;
using FastElman.Validation;

namespace FastElman.Interop;

/// <summary>
/// The parameters of a PyTorch module that is a tagger: <c>nn.Embedding</c>, one layer of <c>nn.RNN</c> (tanh or relu,
/// one direction or both) and <c>nn.Linear</c>, as its state dict.
/// <list type="table">
/// <listheader><term>State dict</term><description>Here</description></listheader>
/// <item><term>embedding [rows, embedding]</term><description>embeddings; a padding row is added</description></item>
/// <item><term>weight_ih [hidden, inputs]</term><description>wx [inputs, hidden], transposed</description></item>
/// <item><term>weight_hh [hidden, hidden]</term><description>wh, transposed</description></item>
/// <item><term>bias_ih + bias_hh [hidden]</term><description>bh, zeros without biases</description></item>
/// <item><term>weight [labels, directions · hidden]</term><description>w, transposed</description></item>
/// <item><term>bias [labels]</term><description>b, zeros without a bias</description></item>
/// <item><term>initial_state [directions, hidden]</term><description>h0, zeros without it</description></item>
/// </list>
/// </summary>
/// <remarks>
/// <para>
/// The names of the attributes do not matter: the recurrent layer is found by the names that nn.RNN gives its
/// parameters, the others by their shapes. Dropout has no parameters. Everything else is refused: more than one layer,
/// LSTM, GRU, a projection, other layers.
/// </para>
/// <para>
/// Nothing in a file is executed: of a pickle, tensors, storages and dictionaries are read, and nothing else. A file
/// takes no more memory than in proportion to its length.
/// </para>
/// <para>Thread-safe.</para>
/// </remarks>
public static class PyTorchModule
{
    /// <summary>Loads a state dict.</summary>
    /// <param name="path">
    /// A .safetensors file, or a .pt or .pth file of <c>torch.save(module.state_dict(), path)</c> in PyTorch 1.6 or
    /// later, or of a dictionary with one state dict in it. The content tells which, not the name. The elements are
    /// float16, bfloat16, float32 or float64; float64 is rounded and has to be within the range of float32.
    /// </param>
    /// <param name="options">What the file does not say; null for the defaults.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFormatException">
    /// The file is damaged or no state dict, or the module is no tagger of these layers. The message has the names and
    /// shapes that were found.
    /// </exception>
    /// <exception cref="ArgumentException">A role in the options is unknown, or a value is out of range.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static ElmanModel Load(string path, PyTorchLoadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new PyTorchLoadOptions();
        Validate(options);
        using var dict = StateDict.Open(path);
        return ModuleReader.Read(dict, options);
    }

    /// <summary>
    /// Saves a model as the state dict of the module that <see cref="GetSource"/> gives, which loads it with
    /// <c>strict=True</c>. Words, labels and all else that the model has stand beside the tensors, so that
    /// <see cref="Load"/> gives the same model back, bit for bit.
    /// </summary>
    /// <param name="model">Any model. <see cref="GetLosses"/> says what of it the state dict does not hold.</param>
    /// <param name="path">A .safetensors file; an old one is replaced, whole or not at all.</param>
    /// <exception cref="NotSupportedException">Words and labels are too long for the header of a file.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Save(ElmanModel model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, stream => StateDictWriter.Write(model.WithoutSubwords(), stream));
    }

    /// <summary>What a model has and its state dict does not.</summary>
    /// <param name="model">The model.</param>
    /// <returns>A sentence each; none where <see cref="Load"/> gives the same model back.</returns>
    public static IReadOnlyList<string> GetLosses(ElmanModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return SubwordLoss.Of(model);
    }

    /// <summary>The Python source of the module <c>Tagger</c> whose state dict <see cref="Save"/> writes.</summary>
    /// <param name="model">Any model.</param>
    /// <returns>
    /// Source for PyTorch 1.13 or later, with line feeds. The module takes word indices [batch, words] and gives
    /// logits [batch, words, labels], divided by the model's temperature: their softmax is the probabilities.
    /// Constraints and transition scores between labels are not part of it, which the source says.
    /// </returns>
    public static string GetSource(ElmanModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return ModuleSource.Write(model);
    }

    /// <summary>
    /// Whether a file seems to be a state dict, by its content; what is in it decides later whether it can be read.
    /// </summary>
    /// <param name="stream">The file at its first byte; it stays there.</param>
    /// <param name="kind">What its first bytes say.</param>
    /// <param name="path">Its name.</param>
    /// <param name="isNamed">Whether tensors are named by the user, so that their own names do not matter.</param>
    internal static bool IsStateDict(Stream stream, FileKind kind, string path, bool isNamed) => kind switch
    {
        FileKind.Zip => TorchArchive.IsTorchArchive(stream),
        FileKind.Safetensors => SafetensorsStateDict.IsStateDict(stream, path, isNamed),
        _ => false,
    };

    /// <summary>Whether a state dict says its activation and window, as one that we wrote does.</summary>
    internal static bool SaysItsNetwork(string path)
    {
        using var dict = StateDict.Open(path);
        return StateDictMetadata.Find(dict) is not null;
    }

    private static void Validate(PyTorchLoadOptions options)
    {
        foreach (var role in options.TensorNames.Keys)
        {
            if (!ModuleTensorNames.Modules.Contains(role) && !ModuleTensorNames.Roles.Any(each => each.Role == role))
            {
                throw new ArgumentException(
                    MessageText.Sanitize(
                        $"There is no role \"{role}\": expected {string.Join(", ", ModuleTensorNames.All)}"),
                    nameof(options));
            }
        }

        if (options.Activation is { } activation && !Guard.IsDefined(activation))
        {
            throw new ArgumentOutOfRangeException(nameof(options), activation, "There is no such activation.");
        }

        if (options.WindowSize is { } window && (window < 1 || window % 2 == 0))
        {
            throw new ArgumentOutOfRangeException(nameof(options), window, "A window is odd and at least 1.");
        }

        if (options.PaddingIndex is < 0 and var padding)
        {
            throw new ArgumentOutOfRangeException(nameof(options), padding, "A row is at least 0.");
        }
    }
}
