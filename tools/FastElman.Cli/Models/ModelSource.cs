using FastElman.Interop;

namespace FastElman.Cli.Models;

/// <summary>
/// Opens what a user names as a model: the runtime's own file or a Theano dump. The ending of the name tells which; a folder is
/// always a dump.
/// </summary>
internal static class ModelSource
{
    public const string RuntimeEnding = ".safetensors";

    public const string Description = "A model: .safetensors, or a Theano dump as .npz or as a folder of .npy files.";

    public static ElmanModel Open(string path) => IsRuntimeFile(path) ? LoadRuntimeFile(path) : TheanoDump.Load(path);

    /// <summary>
    /// Opens a dump with the words and labels that it lacks, or a runtime file with these in place of its own. Where one of both is
    /// null, the file's own is kept.
    /// </summary>
    public static ElmanModel Open(string path, Vocabulary? vocabulary, LabelSet? labels)
    {
        if (!IsRuntimeFile(path))
        {
            return TheanoDump.Load(path, vocabulary, labels);
        }

        var model = LoadRuntimeFile(path);
        return vocabulary is null && labels is null
            ? model
            : ElmanModel.Create(model.ExportParameters(), vocabulary ?? model.Vocabulary, labels ?? model.Labels, model.Provenance);
    }

    public static bool IsRuntimeFile(string path) => path.EndsWith(RuntimeEnding, StringComparison.OrdinalIgnoreCase);

    private static ElmanModel LoadRuntimeFile(string path) =>
        Directory.Exists(path)
            ? throw new ModelFormatException("this is a folder", path, null, "a safetensors file", "a folder")
            : ElmanModel.Load(path);
}
