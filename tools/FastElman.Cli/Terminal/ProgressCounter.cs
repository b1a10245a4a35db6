namespace FastElman.Cli.Terminal;

/// <summary>How much is done; one thread counts, another may look.</summary>
internal sealed class ProgressCounter
{
    private long _done;

    public long Done
    {
        get => Volatile.Read(ref _done);
        set => Volatile.Write(ref _done, value);
    }
}
