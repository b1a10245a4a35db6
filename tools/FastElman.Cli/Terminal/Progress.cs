namespace FastElman.Cli.Terminal;

/// <summary>
/// A progress bar on standard error for work that takes more than a second, where standard error is a terminal.
/// Elsewhere nothing is drawn, and the lines that the work reports are written at once.
/// </summary>
internal static class Progress
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs <paramref name="work"/>, which counts what it has done in the counter it is given.</summary>
    public static T Run<T>(StandardStreams streams, string description, long total, Func<ProgressCounter, T> work)
    {
        if (!streams.ErrorIsTerminal)
        {
            return work(new ProgressCounter(streams.Error.WriteLine));
        }

        var counter = new ProgressCounter();
        var running = Task.Run(() => work(counter));
        var bar = new ReplacedLine(streams.RawError);
        var start = TimeProvider.System.GetTimestamp();
        while (Task.WaitAny([running], Refresh) < 0)
        {
            WriteLines(streams, counter, bar);
            if (TimeProvider.System.GetElapsedTime(start) >= Patience)
            {
                var done = (double)counter.Done / Math.Max(total, 1);
                bar.Show(ProgressBar.Of(description, counter.Note, done, streams.Width));
            }
        }

        bar.Show(string.Empty);
        WriteLines(streams, counter, bar);
#pragma warning disable RS0030 // The work is done, or has failed, and this throws its exception as it was.
        return running.GetAwaiter().GetResult();
#pragma warning restore RS0030
    }

    /// <summary>Writes what the work has reported where the bar was.</summary>
    private static void WriteLines(StandardStreams streams, ProgressCounter counter, ReplacedLine bar)
    {
        while (counter.TryTake(out var line))
        {
            bar.Show(string.Empty);
            streams.Error.WriteLine(line);
        }
    }
}
