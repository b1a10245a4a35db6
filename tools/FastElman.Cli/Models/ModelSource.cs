using FastElman.Files;
using FastElman.Interop;

namespace FastElman.Cli.Models;

/// <summary>
/// Opens what a user names as a model: the runtime's own file or a Theano dump. The content of a file tells which, and
/// the ending of its name where the content does not; a folder is always a dump.
/// </summary>
internal static class ModelSource
{
    public const string RuntimeEnding = ".safetensors";

    public const string Description = "A model: .safetensors, or a Theano dump as .npz or as a folder of .npy files.";

    public static ElmanModel Open(string path) =>
        HoldsRuntimeFile(path) ? ElmanModel.Load(path) : TheanoDump.Load(path);

    /// <summary>
    /// Opens a dump with the words and labels that it lacks, or a runtime file with these in place of its own. Where
    /// one of both is null, the file's own is kept.
    /// </summary>
    public static ElmanModel Open(string path, Vocabulary? vocabulary, LabelSet? labels)
    {
        if (!HoldsRuntimeFile(path))
        {
            return TheanoDump.Load(path, vocabulary, labels);
        }

        var model = ElmanModel.Load(path);
        return vocabulary is null && labels is null
            ? model
            : model.WithNames(vocabulary, labels, path);
    }

    /// <summary>Whether a name to write is that of a runtime file.</summary>
    public static bool IsRuntimeFile(string path) => path.EndsWith(RuntimeEnding, StringComparison.OrdinalIgnoreCase);

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
            model.Temperature);

    private static bool HoldsRuntimeFile(string path)
    {
        if (!File.Exists(path))
        {
            return IsRuntimeFile(path) && !Directory.Exists(path);
        }

        using var stream = ReplacedFile.OpenRead(path);
        return FileSignature.Of(FileSignature.Peek(stream, stackalloc byte[FileSignature.Length])) switch
        {
            FileKind.Safetensors => true,
            FileKind.Zip => false,
            _ => IsRuntimeFile(path),
        };
    }
}
