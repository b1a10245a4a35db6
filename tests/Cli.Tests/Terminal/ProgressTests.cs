using System.Text;
using FastElman.Cli.Terminal;

namespace FastElman.Cli.Tests.Terminal;

/// <summary>What a terminal shows while work goes on, and what stays on it.</summary>
public sealed class ProgressTests
{
    private const int Width = 60;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public void Lines_stay_whole_and_the_bar_goes()
    {
        var (written, screen) = Run((counter, waitForBar) =>
        {
            counter.Note = "a first note, with many parts, of which not all, fit into, the line";
            counter.Done = 50;
            waitForBar();
            counter.WriteLine("the first line is longer than the terminal is wide, so that it has to be folded");
            counter.Note = "short";
            counter.WriteLine("second");
        });

        Assert.Contains("Working [", written, StringComparison.Ordinal);
        Assert.Equal(
            ["the first line is longer than the terminal is wide, so that", "  it has to be folded", "second", ""],
            screen);
    }

    [Fact]
    public void Short_work_draws_no_bar()
    {
        var (written, screen) = Run((counter, _) => counter.WriteLine("done"));

        Assert.DoesNotContain("Working [", written, StringComparison.Ordinal);
        Assert.Equal(["done", ""], screen);
    }

    [Fact]
    public void Work_that_fails_leaves_no_bar_either()
    {
        var (written, screen) = Run((_, waitForBar) =>
        {
            waitForBar();
            throw new InvalidDataException("no");
        });

        Assert.Contains("Working [", written, StringComparison.Ordinal);
        Assert.Equal([""], screen);
    }

    [Fact]
    public void Without_a_terminal_there_are_the_lines_only()
    {
        using var error = new MemoryStream();
        var streams = new StandardStreams(Stream.Null, Stream.Null, error);

        Progress.Run(streams, "Working", 100, counter =>
        {
            counter.Note = "a note";
            counter.WriteLine("one");
            Assert.Equal("one\n", Encoding.UTF8.GetString(error.ToArray()));
            return true;
        });

        Assert.Equal("one\n", Encoding.UTF8.GetString(error.ToArray()));
    }

    private static (string Written, string[] Screen) Run(Action<ProgressCounter, Action> work)
    {
        using var error = new MemoryStream();
        var streams = new StandardStreams(Stream.Null, Stream.Null, error, errorIsTerminal: true, width: Width);
        try
        {
            Progress.Run(streams, "Working", 100, counter =>
            {
                work(counter, () => Assert.True(SpinWait.SpinUntil(() => error.Length > 0, Patience)));
                return true;
            });
        }
        catch (InvalidDataException)
        {
            // What is left on the terminal is looked at all the same.
        }

        var written = Encoding.UTF8.GetString(error.ToArray());
        return (written, TerminalScreen.Of(written, Width));
    }
}
