using FastElman.Fixtures;

namespace FastElman.Fuzz.Targets;

/// <summary>A target whose reader wants a file: the input is written to one.</summary>
internal abstract class FileTarget(string name, string fileName) : FuzzTarget(name)
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The folder, which has nothing else in it unless the target put it there.</summary>
    protected TemporaryFolder Folder => _folder;

    public sealed override int Run(byte[] input) => Run(_folder.Write(fileName, input), input);

    /// <inheritdoc cref="Run(byte[])"/>
    /// <param name="file">The file, whose content is the input.</param>
    protected abstract int Run(string file, byte[] input);

    protected override void Dispose(bool isDisposing)
    {
        _folder.Dispose();
        base.Dispose(isDisposing);
    }
}
