using FastElman.Files;
using FastElman.Validation;

namespace FastElman.Interop.Theano;

/// <summary>Writes the seven tensors of a dump.</summary>
internal static class DumpWriter
{
    /// <summary>Writes a dump whole or not at all; an old one is replaced.</summary>
    /// <param name="parameters">The parameters to write.</param>
    /// <param name="path">An archive where it ends in .npz, else a folder. The folder around it has to exist.</param>
    /// <param name="dialect">The names of the files.</param>
    /// <exception cref="NotSupportedException">A dump cannot represent the network.</exception>
    public static void Write(ElmanParameters parameters, string path, TheanoDialect dialect)
    {
        RequireRepresentable(parameters.Shape, path);
        if (IsArchive(path))
        {
            DumpArchive.Write(parameters, path, dialect);
        }
        else
        {
            DumpFolder.Write(parameters, path, dialect);
        }
    }

    /// <summary>
    /// Refuses a network that the tutorial's programs do not have. A default decoding with IOB constraints is lost
    /// silently.
    /// </summary>
    public static void RequireRepresentable(ElmanShape shape, string path)
    {
        var (kind, activation, hasTransitions) = shape.Variant;
        if (kind == NetworkKind.Bidirectional || activation != HiddenActivation.Sigmoid || hasTransitions)
        {
            throw new NotSupportedException(FormatProblem.Describe(
                "a Theano dump has the seven parameters of an Elman or a Jordan network and nothing else",
                path,
                place: null,
                "elman or jordan, sigmoid, no learned transitions",
                Describe(kind, activation, hasTransitions)));
        }
    }

    /// <summary>Finds out whether a dump can be written, before the work of making it.</summary>
    /// <exception cref="IOException">It cannot; the message says why.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void RequireWritable(string path)
    {
        if (IsArchive(path))
        {
            AtomicFile.Require(path);
        }
        else
        {
            DumpFolder.Require(path);
        }
    }

    /// <summary>Whether a dump of this name is an archive, and not a folder.</summary>
    public static bool IsArchive(string path) => path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase);

    private static string Describe(NetworkKind kind, HiddenActivation activation, bool hasTransitions) =>
        $"{VariantNames.Kinds.Of(kind)}, {VariantNames.Activations.Of(activation)}, "
        + (hasTransitions ? "learned transitions" : "no learned transitions");
}
