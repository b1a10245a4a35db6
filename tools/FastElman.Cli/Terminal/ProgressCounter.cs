using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace FastElman.Cli.Terminal;

/// <summary>The progress of work and the lines that it reports. One thread counts; another may read.</summary>
/// <param name="writeLine">Writes lines at once; null where the reader fetches them with <see cref="TryTake"/>.</param>
internal sealed class ProgressCounter(Action<string>? writeLine = null)
{
    private readonly ConcurrentQueue<string> _lines = new();
    private long _done;
    private volatile string? _note;

    public long Done
    {
        get => Volatile.Read(ref _done);
        set => Volatile.Write(ref _done, value);
    }

    /// <summary>The text beside the bar; null for none.</summary>
    public string? Note
    {
        get => _note;
        set => _note = value;
    }

    /// <summary>Reports a line that stays when the bar is gone.</summary>
    public void WriteLine(string line)
    {
        if (writeLine is null)
        {
            _lines.Enqueue(line);
        }
        else
        {
            writeLine(line);
        }
    }

    /// <summary>Fetches the oldest line that was reported and not yet fetched.</summary>
    public bool TryTake([NotNullWhen(true)] out string? line) => _lines.TryDequeue(out line);
}
