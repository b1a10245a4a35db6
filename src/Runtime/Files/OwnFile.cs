using FastElman.Validation;

namespace FastElman.Files;

/// <summary>The place of a file that nobody but a program itself writes.</summary>
internal static class OwnFile
{
    /// <summary>
    /// Refuses what is no file: a link would be followed, a pipe waited for, a folder be in the way for ever.
    /// </summary>
    /// <param name="path">The place; nothing has to be there.</param>
    /// <param name="what">What belongs there, for the message, such as <c>a lock</c>.</param>
    /// <exception cref="IOException">A link, a folder, a device, a pipe or a socket is there.</exception>
    public static void Require(string path, string what)
    {
        var found = new FileInfo(path).LinkTarget is not null ? "link" : OutputTarget.Find(path).Kind switch
        {
            OutputKind.Missing or OutputKind.File => null,
            OutputKind.Folder => "folder",
            OutputKind.Pipe => "pipe",
            OutputKind.Socket => "socket",
            _ => "device",
        };
        if (found is not null)
        {
            throw new IOException(MessageText.Sanitize($"{path}: a {found} is where {what} has to be"));
        }
    }
}
