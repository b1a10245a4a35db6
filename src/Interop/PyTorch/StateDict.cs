using FastElman.Files;

namespace FastElman.Interop.PyTorch;

/// <summary>
/// The named tensors of a PyTorch module, in an open file: what <c>module.state_dict()</c> gives. Nothing of the module
/// but its parameters is in it.
/// </summary>
/// <param name="file">The file, for messages.</param>
/// <param name="tensors">The tensors.</param>
/// <param name="metadata">The text beside them, which only safetensors has.</param>
/// <param name="source">What the tensors are read from.</param>
internal sealed class StateDict(
    string file,
    IReadOnlyList<StateDictTensor> tensors,
    IReadOnlyDictionary<string, string> metadata,
    IDisposable source) : IDisposable
{
    private const string Expected = "an archive of torch.save or a safetensors file";

    /// <summary>Names in a message; more of them say nothing more.</summary>
    private const int ShownTensors = 12;

    public string File { get; } = file;

    public IReadOnlyList<StateDictTensor> Tensors { get; } = tensors;

    public IReadOnlyDictionary<string, string> Metadata { get; } = metadata;

    /// <summary>Opens a file; its content tells the form, not its name.</summary>
    /// <param name="path">A .safetensors file, or a .pt or .pth file of PyTorch 1.6 or later.</param>
    /// <exception cref="ModelFormatException">It is no state dict.</exception>
    public static StateDict Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new ModelFormatException("the path is a folder", path, expected: "a state dict", found: "a folder");
        }

        var stream = ReplacedFile.OpenRead(path);
        try
        {
            var kind = FileSignature.Of(FileSignature.Peek(stream, new byte[FileSignature.Length]));
            return kind switch
            {
                FileKind.Zip => TorchArchive.Open(stream, path),
                FileKind.Safetensors => SafetensorsStateDict.Open(stream, path),
                FileKind.Pickle => throw new ModelFormatException(
                    "is a pickle without an archive, as PyTorch before 1.6 wrote it",
                    path,
                    expected: "the file saved again: torch.save(torch.load(path), path)",
                    found: "a pickle"),
                _ => throw new ModelFormatException(FileSignature.Explain(kind, Expected)!, path),
            };
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The name and shape of each tensor, for messages.</summary>
    public static string Describe(IReadOnlyList<StateDictTensor> tensors)
    {
        var shown = tensors.Take(ShownTensors).Select(tensor => $"{tensor.Name} {tensor.ShapeText}");
        var rest = tensors.Count - ShownTensors;
        return tensors.Count == 0
            ? "no tensor"
            : string.Join(", ", shown) + (rest > 0 ? $" and {rest} more" : string.Empty);
    }

    /// <summary>A refusal that names all tensors.</summary>
    public ModelFormatException Error(string problem, string expected) => new(
        problem, File, expected: expected, found: Describe(Tensors));

    public void Dispose() => source.Dispose();
}
