using FastElman.Kernels;
using FastElman.Validation;

namespace FastElman.Interop.Theano;

/// <summary>Reads and writes the dumps of Theano's tutorials: seven .npy files in a folder or in an .npz archive.</summary>
internal static class TheanoDump
{
    /// <summary>Reads a dump. The shapes of all seven are checked before any value is read.</summary>
    /// <param name="path">A folder of .npy files or an .npz archive, with the names of either dialect.</param>
    /// <returns>The parameters, with the bits of the files: values that are not finite are the model's to refuse.</returns>
    /// <exception cref="ModelFormatException">It is not a sound dump.</exception>
    /// <exception cref="FileNotFoundException">There is neither a file nor a folder of this name.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read, or is a folder.</exception>
    public static ElmanParameters Read(string path)
    {
        if (Directory.Exists(path))
        {
            return Read(DumpFolder.Files(path), path);
        }

        return File.Exists(path)
            ? DumpArchive.Read(path, files => Read(files, path))
            : throw new FileNotFoundException(MessageText.Sanitize($"{path}: there is no such file or folder"), path);
    }

    /// <summary>Writes a dump whole or not at all; an old one is replaced.</summary>
    /// <param name="parameters">What to write.</param>
    /// <param name="path">An archive where it ends in .npz, else a folder. The folder around it has to be there.</param>
    /// <param name="dialect">The names of the files.</param>
    /// <exception cref="ModelFormatException">It is a network of which a dump could not tell.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(ElmanParameters parameters, string path, DumpDialect dialect)
    {
        RequireDumpable(parameters.Shape, path);
        if (path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase))
        {
            DumpArchive.Write(parameters, path, dialect);
        }
        else
        {
            DumpFolder.Write(parameters, path, dialect);
        }
    }

    /// <summary>Refuses a network that Theano's tutorials do not have; constraints of the labels are no part of a dump, and lose nothing.</summary>
    public static void RequireDumpable(ElmanShape shape, string path)
    {
        var (kind, activation, decoding) = shape.Variant;
        if (kind == NetworkKind.Bidirectional || activation != HiddenActivation.Sigmoid || decoding.HasFlag(LabelDecoding.TransitionScores))
        {
            throw new ModelFormatException(
                "a Theano dump has the seven parameters of an Elman or a Jordan network and nothing else", path, null, $"{NetworkVariant.Tutorial}", $"{shape.Variant}");
        }
    }

    private static ElmanParameters Read(IReadOnlyList<DumpFile> files, string path)
    {
        var (tensors, shape) = DumpSelection.Choose(files, path);
        var values = tensors.Select(tensor => tensor.ReadValues()).ToArray();
        return new ElmanParameters(shape, values[0], values[1], values[2], values[3], values[4], values[5], values[6]);
    }
}
