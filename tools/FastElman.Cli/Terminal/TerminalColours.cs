using Spectre.Console;

namespace FastElman.Cli.Terminal;

/// <summary>Whether the terminal obeys colours, and whether its user wants any.</summary>
internal static class TerminalColours
{
    /// <summary>
    /// Whether text on standard output may be coloured: not on a dumb terminal, and not where NO_COLOR is set. A
    /// Windows console is told to obey escape sequences.
    /// </summary>
    public static bool AreOn()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        return console.Profile.Capabilities is { Ansi: true, ColorSystem: not ColorSystem.NoColors };
    }
}
