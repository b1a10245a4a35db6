namespace FastElman.Fuzz.Targets;

/// <summary>A target whose reader wants a file: the input is written to one.</summary>
internal abstract class FileTarget(string name, string fileName) : FolderTarget(name)
{
    public sealed override int Run(byte[] input) => Run(Folder.Write(fileName, input), input);

    /// <inheritdoc cref="Run(byte[])"/>
    /// <param name="file">The file, whose content is the input.</param>
    protected abstract int Run(string file, byte[] input);
}
