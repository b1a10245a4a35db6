using System.Globalization;
using FastElman.Validation;

namespace FastElman.Files;

/// <summary>Where a path leads when all its links are followed, also one to a file that does not exist yet.</summary>
internal static class LinkedPath
{
    /// <summary>As many as Linux follows.</summary>
    private const int MostLinks = 40;

    /// <summary>What the base library puts in the place of bytes that are not UTF-8.</summary>
    private const char NotUtf8 = '\uFFFD';

    /// <summary>The path without links.</summary>
    /// <param name="path">A path.</param>
    /// <param name="descriptor">The open descriptor of this process that it means (/dev/stdout); or null.</param>
    /// <exception cref="IOException">
    /// The links lead in a circle, "..", behind a link, means two places, or a name is not UTF-8.
    /// </exception>
    public static string Resolve(string path, out int? descriptor)
    {
        descriptor = null;
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (OperatingSystem.IsWindows())
        {
            return OfWindows(full);
        }

        var resolved = OfUnix(path, full, ref descriptor);
        if (
            path.Contains("..", StringComparison.Ordinal)
                && OfUnix(path, Path.Combine(Environment.CurrentDirectory, path), ref descriptor) is var followed
                && followed != resolved)
        {
            // The base library takes ".." for the folder before it in the text, also where that is a link.
            throw new IOException(MessageText.Sanitize(
                $"{path}: \"..\" behind a link leads to {followed}, and without the link to {resolved}: "
                + "give the path without it"));
        }

        return resolved;
    }

    private static string OfWindows(string full) =>
        new FileInfo(full).LinkTarget is null
            ? full
            : File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;

    /// <summary>
    /// Follows the links of every folder on the way too: a link upwards counts from where its folder really is.
    /// </summary>
    private static string OfUnix(string path, string full, ref int? descriptor)
    {
        var linkCount = 0;
        var resolved = "/";
        var rest = new Stack<string>(Parts(full).Reverse());
        while (rest.TryPop(out var part))
        {
            if (part == "..")
            {
                resolved = Path.GetDirectoryName(resolved) ?? "/";
                continue;
            }

            if (part.Contains(NotUtf8, StringComparison.Ordinal))
            {
                throw new IOException(MessageText.Sanitize(
                    $"{path}: the name {part} is not UTF-8, and so leads to another file than meant"));
            }

            var next = Path.Combine(resolved, part);
            if (rest.Count == 0 && DescriptorOf(next) is { } number)
            {
                descriptor = number;
                return next;
            }

            if (new FileInfo(next).LinkTarget is not { Length: > 0 } link)
            {
                resolved = next;
                continue;
            }

            if (++linkCount > MostLinks)
            {
                throw new IOException($"{path}: its links lead in a circle");
            }

            resolved = Path.IsPathRooted(link) ? "/" : resolved;
            foreach (var each in Parts(link).Reverse())
            {
                rest.Push(each);
            }
        }

        return resolved;
    }

    private static string[] Parts(string path) =>
        [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".")];

    /// <summary>
    /// The number in /dev/fd/1, /proc/123/fd/1 and /proc/123/task/124/fd/1, where 123 is this process.
    /// </summary>
    private static int? DescriptorOf(string path) =>
        (Parts(path) switch
        {
            ["dev", "fd", var number] => number,
            ["proc", var process, "fd", var number] when IsThis(process) => number,
            ["proc", var process, "task", _, "fd", var number] when IsThis(process) => number,
            _ => null,
        }) is { } digits
        && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var descriptor)
            ? descriptor
            : null;

    private static bool IsThis(string process) =>
        process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
}
