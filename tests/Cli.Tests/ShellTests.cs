using System.Diagnostics;
using FastElman.Fixtures;

namespace FastElman.Cli.Tests;

/// <summary>The command among others in a shell: in pipes, with streams that are closed or full.</summary>
public sealed class ShellTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public ShellTests()
    {
        _model = SampleModel.SaveIn(_folder);
        Assert.SkipUnless(ShellProcess.HasShell, "there is no bash");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("--sentences")]
    [InlineData("--ids")]
    public void Every_sentence_is_answered_before_the_next_is_sent(string form)
    {
        string[] forms = form.Length == 0 ? [] : [form];
        using var process = Process.Start(new ProcessStartInfo(ShellProcess.Command, ["tag", _model, .. forms])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var (sentence, lines) = form switch
        {
            "" => ("from\noslo\n\n", 2),
            "--sentences" => ("from oslo\n", 2),
            _ => ("3 4\n", 1),
        };
        for (var i = 0; i < 1000; i++)
        {
            process.StandardInput.Write(sentence);
            process.StandardInput.Flush();
            if (i > 0 && form != "--ids")
            {
                Assert.Equal(string.Empty, ReadLine(process));
            }

            for (var line = 0; line < lines; line++)
            {
                Assert.NotEqual(string.Empty, ReadLine(process));
            }
        }

        process.StandardInput.Close();
        Assert.Equal(string.Empty, process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public void The_end_of_an_answer_shows_where_an_empty_line_is_sent_behind_a_sentence()
    {
        using var process = Process.Start(new ProcessStartInfo(ShellProcess.Command, ["tag", _model, "--sentences"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        process.StandardInput.Write("from oslo\n\n");
        process.StandardInput.Flush();

        Assert.StartsWith("from\t", ReadLine(process), StringComparison.Ordinal);
        Assert.StartsWith("oslo\t", ReadLine(process), StringComparison.Ordinal);
        Assert.Equal(string.Empty, ReadLine(process));
        process.StandardInput.Close();
        process.WaitForExit();
    }

    [Fact]
    public void A_reader_that_wants_no_more_ends_the_command_without_a_word()
    {
        var run = ShellProcess.Run(
            $"yes 'from oslo' 2>/dev/null | fastelman tag '{_model}' --sentences | head -1; echo ${{PIPESTATUS[1]}}");

        Assert.Matches(@"^from\t\S+\n141\n$", run.Output);
        Assert.Equal(string.Empty, run.Error);
    }

    [Theory]
    [InlineData("<&-", 0, "")]
    [InlineData("<&- 2>&-", 0, "")]
    [InlineData("< words", 0, "oslo\t")]
    [InlineData("< words 2>/dev/full", 0, "oslo\t")]
    [InlineData("< words 2>&-", 0, "oslo\t")]
    [InlineData("< words >&-", 1, "fastelman: standard output is closed")]
    [InlineData("< .", 1, "fastelman: standard input cannot be read: ")]
    [InlineData("0> written", 1, "fastelman: standard input cannot be read: ")]
    [InlineData("<(cat words)", 0, "oslo\t")]
    [InlineData("< words >/dev/full", 1, "fastelman: standard output cannot be written: No space left on device")]
    public void Streams_may_be_closed_or_full(string redirections, int exitCode, string start)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full");
        _folder.Write("words", "oslo\n");

        var run = ShellProcess.Run($"cd '{_folder.Path}'; fastelman tag '{_model}' {redirections}");

        Assert.Equal(exitCode, run.ExitCode);
        Assert.StartsWith(start, run.Output + run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train missing --out new.safetensors")]
    [InlineData("search missing --trials 1 --out new")]
    [InlineData("prune missing.safetensors missing --out new.safetensors")]
    [InlineData("compare missing")]
    [InlineData("calibrate missing.safetensors missing --out new.safetensors")]
    [InlineData("evaluate missing.safetensors missing")]
    [InlineData("patch missing.safetensors --like rome oslo --out new.safetensors --evaluate missing")]
    public void A_closed_standard_output_is_told_before_the_work(string command)
    {
        Assert.SkipUnless(Directory.Exists("/proc/self/fdinfo"), "the system does not tell what is closed");

        var run = ShellProcess.Run($"cd '{_folder.Path}'; fastelman {command} >&-");

        Assert.Equal((1, "fastelman: standard output is closed\n"), (run.ExitCode, run.Error));
        Assert.Equal([_model], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("2>/dev/full")]
    [InlineData("2>&-")]
    public void Progress_that_cannot_be_shown_does_not_end_the_training(string redirection)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full");
        SmallCorpus.WriteIn(_folder);

        var run = ShellProcess.Run(
            $"fastelman train '{_folder.File("corpus")}' --out '{_folder.File("t.safetensors")}' --epochs 2 "
                + $"--hidden 5 {redirection}");

        Assert.Equal(0, run.ExitCode);
        Assert.True(File.Exists(_folder.File("t.safetensors")));
    }

    [Fact]
    public void Numbers_are_the_same_where_the_environment_is_german()
    {
        SmallCorpus.WriteIn(_folder);
        (string, string)[] german = [("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "0"), ("LC_ALL", "de_DE.UTF-8")];
        var train = $"fastelman train '{_folder.File("corpus")}' --epochs 1 --hidden 5 --learning-rate 0.05 --out ";

        var run = ShellProcess.Run($"{train} '{_folder.File("g.safetensors")}'", german);

        Assert.SkipWhen(run.Error.Contains("ICU", StringComparison.Ordinal), "there is no ICU");
        Assert.Contains("learning rate 0.05,", run.Error, StringComparison.Ordinal);
        Assert.Matches(@"F1 \d+\.\d\d on the validation set", run.Output);
        Assert.Equal(0, ShellProcess.Run($"{train} '{_folder.File("i.safetensors")}'").ExitCode);
        Assert.Equal(
            File.ReadAllBytes(_folder.File("g.safetensors")), File.ReadAllBytes(_folder.File("i.safetensors")));
    }

    private static string ReadLine(Process process)
    {
        var line = process.StandardOutput.ReadLineAsync();
        Assert.True(line.Wait(TimeSpan.FromSeconds(30)), "the answer does not come");
        return line.Result!;
    }
}
