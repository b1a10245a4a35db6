using FastElman.Validation;

namespace FastElman.Interop.Theano;

/// <summary>Reads the seven tensors of a dump.</summary>
internal static class DumpReader
{
    /// <summary>Reads a dump. The shapes of all seven are checked before any value is read.</summary>
    /// <param name="path">A folder of .npy files or an .npz archive, with the names of either dialect.</param>
    /// <returns>The parameters with the bits of the files. Values that are not finite are not refused here.</returns>
    /// <exception cref="ModelFormatException">It is not a sound dump.</exception>
    /// <exception cref="FileNotFoundException">There is no file and no folder of this name.</exception>
    public static ElmanParameters Read(string path)
    {
        if (Directory.Exists(path))
        {
            return DumpFolder.Read(path, files => Read(files, path));
        }

        return File.Exists(path)
            ? DumpArchive.Read(path, files => Read(files, path))
            : throw new FileNotFoundException(MessageText.Sanitize($"{path}: there is no such file or folder"), path);
    }

    private static ElmanParameters Read(IReadOnlyList<DumpFile> files, string path)
    {
        var (tensors, shape) = DumpSelection.Choose(files, path);
        var parameters = new ElmanParameters(shape);
        foreach (var tensor in tensors)
        {
            tensor.ReadValues(parameters[tensor.Tensor]);
        }

        return parameters;
    }
}
