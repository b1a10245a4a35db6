using FastElman.Cli.Terminal;
using FastElman.Files;
using FastElman.Interop;

namespace FastElman.Cli.Models;

/// <summary>
/// Opens what a user names as a model: the runtime's own file, a Theano dump, the state dict of a PyTorch module, or an
/// ONNX model. The content of a file tells which, and the ending of its name where the content does not; a folder is
/// always a dump.
/// </summary>
internal static class ModelSource
{
    public const string RuntimeEnding = ".safetensors";

    public const string Description =
        "A model: .safetensors, a Theano dump as .npz or as a folder of .npy files, a state dict of PyTorch as .pt or "
            + ".safetensors, or .onnx.";

    private const string OnnxEnding = ".onnx";

    private static readonly string[] TorchEndings = [".pt", ".pth"];

    public static ElmanModel Open(string path) => Open(path, vocabulary: null, labels: null, module: null);

    /// <summary>
    /// Opens a model with the words and labels that it lacks, or a runtime file with these in place of its own. Where
    /// one of both is null, the file's own is kept.
    /// </summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="vocabulary">The words, or null.</param>
    /// <param name="labels">The labels, or null.</param>
    /// <param name="module">What was said about a PyTorch module; null where nothing was.</param>
    public static ElmanModel Open(string path, Vocabulary? vocabulary, LabelSet? labels, PyTorchLoadOptions? module)
    {
        var form = FormOf(path, isNamed: module?.TensorNames.Count > 0);
        if (module is not null && form != ModelForm.StateDict)
        {
            throw new UsageException(
                $"{path}: --activation, --window, --padding-index and --map are about state dicts of PyTorch, and this "
                    + "is none");
        }

        switch (form)
        {
            case ModelForm.TheanoDump:
                return TheanoDump.Load(path, vocabulary, labels);
            case ModelForm.StateDict:
                module ??= new PyTorchLoadOptions();
                (module.Vocabulary, module.Labels) = (vocabulary, labels);
                return PyTorchModule.Load(path, module);
            case ModelForm.Onnx:
                return OnnxModel.Load(path, vocabulary, labels);
            default:
                var model = ElmanModel.Load(path);
                return vocabulary is null && labels is null ? model : model.WithNames(vocabulary, labels, path);
        }
    }

    /// <summary>Whether a name to write is that of a runtime file.</summary>
    public static bool IsRuntimeFile(string path) => path.EndsWith(RuntimeEnding, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a name is one that PyTorch's own files have.</summary>
    public static bool IsTorchFile(string path) =>
        TorchEndings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a name is that of an ONNX model.</summary>
    public static bool IsOnnxFile(string path) => path.EndsWith(OnnxEnding, StringComparison.OrdinalIgnoreCase);

    /// <summary>The model with other words and labels, where they are given; the parameters are shared.</summary>
    /// <param name="model">The model.</param>
    /// <param name="vocabulary">Its words; null for those that it has.</param>
    /// <param name="labels">Its labels; null for those that it has.</param>
    /// <param name="path">The name of the model for messages.</param>
    public static ElmanModel WithNames(this ElmanModel model, Vocabulary? vocabulary, LabelSet? labels, string path) =>
        ElmanModel.Adopt(
            model.Parameters,
            vocabulary ?? model.Vocabulary,
            labels ?? model.Labels,
            model.Provenance,
            model.Decoding,
            allowNonFinite: false,
            path,
            model.Tokenizer,
            model.Temperature,
            model.SubwordPrecision);

    /// <summary>What a file or folder is.</summary>
    /// <param name="path">Its path, where there may be nothing.</param>
    /// <param name="isNamed">
    /// Whether the user named tensors, so that a file of foreign tensors is a state dict whatever their names.
    /// </param>
    public static ModelForm FormOf(string path, bool isNamed = false)
    {
        if (!File.Exists(path))
        {
            return Directory.Exists(path) ? ModelForm.TheanoDump
                : IsRuntimeFile(path) ? ModelForm.Runtime
                : IsTorchFile(path) ? ModelForm.StateDict
                : IsOnnxFile(path) ? ModelForm.Onnx
                : ModelForm.TheanoDump;
        }

        using var stream = ReplacedFile.OpenRead(path);
        var kind = FileSignature.Of(FileSignature.Peek(stream, stackalloc byte[FileSignature.Length]));
        return kind switch
        {
            _ when stream.CanSeek && PyTorchModule.IsStateDict(stream, kind, path, isNamed) =>
                ModelForm.StateDict,
            FileKind.Safetensors => ModelForm.Runtime,
            FileKind.Onnx => ModelForm.Onnx,
            _ when IsTorchFile(path) => ModelForm.StateDict,
            FileKind.Zip => ModelForm.TheanoDump,
            _ when IsOnnxFile(path) => ModelForm.Onnx,
            _ => IsRuntimeFile(path) ? ModelForm.Runtime : ModelForm.TheanoDump,
        };
    }
}
