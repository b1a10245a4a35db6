using Spectre.Console;

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
        if (Task.WaitAny([running], Patience) < 0)
        {
            Draw(description, total, counter, running);
        }

        while (counter.TryTake(out var line))
        {
            streams.Error.WriteLine(LineFolding.Fold(line, LineFolding.TerminalWidth));
        }

        return running.GetAwaiter().GetResult();
    }

    private static void Draw(string description, long total, ProgressCounter counter, Task running)
    {
        // The process's own writer: Spectre looks at it to learn what the terminal can do.
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Console.Error),
            Interactive = InteractionSupport.Yes,
        });
        console.Progress().AutoClear(true).Start(display =>
        {
            var bar = display.AddTask(Markup.Escape(description), maxValue: Math.Max(total, 1));
            while (Task.WaitAny([running], Refresh) < 0)
            {
                while (counter.TryTake(out var line))
                {
                    console.WriteLine(LineFolding.Fold(line, console.Profile.Width));
                }

                bar.Value = Math.Min(counter.Done, total);
                bar.Description = Markup.Escape(counter.Note is { } note ? $"{description} {note}" : description);
            }
        });
    }
}
