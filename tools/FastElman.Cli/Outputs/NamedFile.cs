using FastElman.Files;

namespace FastElman.Cli.Outputs;

/// <summary>A file that a command reads or writes, and what the command line calls it.</summary>
/// <param name="Name">The option or the argument, or a standard stream.</param>
/// <param name="Shown">The name and the path as they were given, for messages.</param>
/// <param name="Target">What the path leads to.</param>
internal sealed record NamedFile(string Name, string Shown, OutputTarget Target)
{
    private static readonly StringComparison PathComparison =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
            ? StringComparison.OrdinalIgnoreCase
            : StringComparison.Ordinal;

    /// <summary>The same for all names of one file, and nearly always another for another file.</summary>
    public object Key => Target.Status is { } status ? status.Identity : Target.Path.ToUpperInvariant();

    /// <summary>
    /// Whether both are one file, under whatever names. A device or a pipe is not one: it may be named as often as one
    /// likes.
    /// </summary>
    public bool IsSame(NamedFile other)
    {
        if (!CanBeReplaced(Target) || !CanBeReplaced(other.Target))
        {
            return false;
        }

        return (Target.Status, other.Target.Status) switch
        {
            ({ } one, { } another) => one.Identity == another.Identity,
            (null, null) => Target.Path.Equals(other.Target.Path, PathComparison)
                || (Target.Path.Equals(other.Target.Path, StringComparison.OrdinalIgnoreCase)
                    && FolderCase.IsIgnored(Target.Path)),
            _ => false,
        };
    }

    private static bool CanBeReplaced(OutputTarget target) =>
        target.Kind is OutputKind.File or OutputKind.Folder or OutputKind.Missing;
}
