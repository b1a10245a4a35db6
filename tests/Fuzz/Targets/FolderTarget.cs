using FastElman.Fixtures;

namespace FastElman.Fuzz.Targets;

/// <summary>A target whose reader wants files, in a folder that has nothing else in it.</summary>
internal abstract class FolderTarget(string name) : FuzzTarget(name)
{
    /// <summary>The folder, gone when the target is.</summary>
    protected TemporaryFolder Folder { get; } = new();

    protected override void Dispose(bool isDisposing)
    {
        Folder.Dispose();
        base.Dispose(isDisposing);
    }
}
