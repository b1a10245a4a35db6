using FastElman.Fuzz.Inputs;

namespace FastElman.Fuzz.Targets;

/// <summary>A target whose reader wants a folder of files: the input is names and contents of these.</summary>
internal abstract class FilesTarget(string name) : FolderTarget(name)
{
    public sealed override int Run(byte[] input)
    {
        var folder = Folder.File("input");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        FolderInput.Write(input, folder);
        return Run(folder);
    }

    /// <inheritdoc cref="Run(byte[])"/>
    /// <param name="folder">The folder that holds the files of the input and nothing else.</param>
    protected abstract int Run(string folder);
}
