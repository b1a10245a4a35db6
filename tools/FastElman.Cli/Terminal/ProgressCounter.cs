using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace FastElman.Cli.Terminal;

/// <summary>How much is done, and what there is to tell of it; one thread counts, another may look.</summary>
/// <param name="tell">Takes lines at once; null where the one who looks takes them.</param>
internal sealed class ProgressCounter(Action<string>? tell = null)
{
    private readonly ConcurrentQueue<string> _lines = new();
    private long _done;
    private volatile string? _note;

    public long Done
    {
        get => Volatile.Read(ref _done);
        set => Volatile.Write(ref _done, value);
    }

    /// <summary>What stands beside the bar; null for nothing.</summary>
    public string? Note
    {
        get => _note;
        set => _note = value;
    }

    /// <summary>Tells a line that stays when the bar is gone.</summary>
    public void Tell(string line)
    {
        if (tell is null)
        {
            _lines.Enqueue(line);
        }
        else
        {
            tell(line);
        }
    }

    /// <summary>Takes a line that was told and not yet taken.</summary>
    public bool TryTake([NotNullWhen(true)] out string? line) => _lines.TryDequeue(out line);
}
