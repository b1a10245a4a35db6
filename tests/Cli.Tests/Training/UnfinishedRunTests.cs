using FastElman.Fixtures;
using FastElman.Interop.Theano;
using FastElman.Model;

namespace FastElman.Cli.Tests.Training;

/// <summary><c>train</c> that is told to end, and that diverges.</summary>
public sealed class UnfinishedRunTests : IDisposable
{
    private const string Sentences = SmallCorpus.Train + "\n";

    /// <summary>
    /// Repetitions of the sentences in the training set: some epochs a second, and an epoch that takes many.
    /// </summary>
    private const int Short = 2000, Long = 50_000;

    /// <summary>How often a test may be too slow to interrupt what it wants to interrupt.</summary>
    private const int Attempts = 4;

    private readonly TemporaryFolder _folder = new();
    private readonly string _corpus;
    private readonly string _model;
    private readonly string _dump;
    private readonly string _report;
    private readonly string _checkpoint;

    public UnfinishedRunTests()
    {
        _corpus = Directory.CreateDirectory(_folder.File("corpus")).FullName;
        (_model, _dump) = (_folder.File("model.safetensors"), _folder.File("dump"));
        (_report, _checkpoint) = (_folder.File("report.html"), _folder.File("run.checkpoint"));
        File.WriteAllText(Path.Combine(_corpus, "valid.txt"), Sentences);
        File.WriteAllText(Path.Combine(_corpus, "test.txt"), Sentences);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void An_interrupted_run_keeps_its_best_model_and_can_be_resumed(string signal)
    {
        RequireSignal(signal);
        var (run, arguments) = Interrupt(Short, ["--epochs", "10", "--checkpoint", _checkpoint], signal, "epoch 2: ");

        Assert.Equal((1, string.Empty), (run.ExitCode, run.Output));
        Assert.Matches(
            "^fastelman: training was interrupted: the same command with --resume goes on where it was; "
                + $@"the best model so far \(epoch \d+, F1 [0-9.]+ on the validation set\) is in {_model}$",
            LastLine(run));
        var saved = ElmanModel.Load(_model).ExportParameters();
        Assert.All(
            TensorNames.Tutorial,
            tensor => Assert.Equal(saved[tensor].ToArray(), DumpReader.Read(_dump)[tensor].ToArray()));
        Assert.Contains("The run was interrupted in epoch ", File.ReadAllText(_report), StringComparison.Ordinal);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(_folder.Path), file => file.EndsWith(".tmp", StringComparison.Ordinal));

        Assert.StartsWith("resumed after ", CliRun.Of([.. arguments, "--resume"]).Error, StringComparison.Ordinal);
        var resumed = File.ReadAllBytes(_model);
        CliRun.Of(arguments);
        Assert.Equal(File.ReadAllBytes(_model), resumed);
        Assert.DoesNotContain("interrupted", File.ReadAllText(_report), StringComparison.Ordinal);
    }

    [Fact]
    public void Interrupted_in_its_final_training_it_has_the_model_of_the_first_and_can_be_resumed()
    {
        RequireSignal("TERM");
        string[] options = ["--epochs", "3", "--checkpoint", _checkpoint, "--final", "--resume"];
        var (run, arguments) = Interrupt(Long / 5, options, "TERM", "epoch 3: ");

        Assert.Equal((1, string.Empty), (run.ExitCode, run.Output));
        Assert.Matches(
            "with --resume goes on where it was; the final training had not ended, so the best model of the first "
                + $@"one \(epoch \d, F1 [0-9.]+ on the validation set\) is in {_model}$",
            LastLine(run));
        Assert.Equal("corrected", ElmanModel.Load(_model).Provenance.Recipe);
        Assert.Contains("interrupted in final epoch ", File.ReadAllText(_report), StringComparison.Ordinal);

        Assert.Equal(0, CliRun.Of(arguments).ExitCode);
        var resumed = File.ReadAllBytes(_model);
        File.Delete(_checkpoint);
        CliRun.Of(arguments);
        Assert.Equal(File.ReadAllBytes(_model), resumed);
        Assert.Equal("corrected, final", ElmanModel.Load(_model).Provenance.Recipe);
    }

    [Fact]
    public void A_run_interrupted_in_its_first_epoch_has_a_report()
    {
        RequireSignal("TERM");
        var (run, _) = Interrupt(Long, ["--checkpoint", _checkpoint, "--resume"], "TERM", "there is no checkpoint yet");

        Assert.Equal((1, string.Empty), (run.ExitCode, run.Output));
        Assert.Equal(
            "fastelman: training was interrupted: the same command with --resume goes on where it was; no epoch had "
                + "ended, so no model was written",
            LastLine(run));
        Assert.Contains("No epoch had ended: there is no model.", File.ReadAllText(_report), StringComparison.Ordinal);
        Assert.Equal(["corpus", "report.html", "run.checkpoint"], Entries());
    }

    [Fact]
    public void A_second_signal_ends_it_at_once()
    {
        RequireSignal("TERM");

        // A step over a sentence is not interrupted, and this one takes seconds.
        var arguments = Arguments(1, "--checkpoint", _checkpoint, "--resume");
        File.WriteAllText(
            Path.Combine(_corpus, "train.txt"), string.Concat(Enumerable.Repeat("from O\noslo B-from\n", 1_000_000)));
        var run = Enumerable.Range(1, Attempts).Select(_ => InterruptTwice(arguments)).First(run => run.ExitCode != 1);

        Assert.Equal(
            (128 + 15, "there is no checkpoint yet: starting from the beginning\n"), (run.ExitCode, run.Error));

        // As one that was killed, it leaves the lock of its checkpoint, which keeps nobody out.
        Assert.Equal(
            ["corpus"], Entries().Where(name => !name.EndsWith("-lock", StringComparison.Ordinal)));
    }

    [Fact]
    public void Without_a_checkpoint_it_says_that_it_cannot_go_on()
    {
        RequireSignal("TERM");
        File.Delete(Path.Combine(_corpus, "valid.txt"));
        var (run, _) = Interrupt(Short, [], "TERM", "epoch 1: ");

        Assert.Equal((1, string.Empty), (run.ExitCode, run.Output));
        Assert.Matches(
            "^fastelman: training was interrupted: without --checkpoint it cannot go on; "
                + $@"the model of the last whole epoch \(\d+\) is in {_model}$",
            LastLine(run));
        Assert.Equal(["corpus", "dump", "model.safetensors", "report.html"], Entries());
    }

    [Fact]
    public void The_report_names_the_sentence_that_diverged()
    {
        var error = CliRun.Fail(Arguments(1, "--learning-rate", "3e38"));

        Assert.EndsWith("; no epoch had ended, so no model was written\n", error, StringComparison.Ordinal);
        Assert.Matches(
            @"<p class=""stopped"">The run diverged in epoch 1, "
                + @"at .*train\.txt, line \d+, training sentence \d: .+\.</p>",
            File.ReadAllText(_report));
        Assert.Equal(["corpus", "report.html"], Entries());
    }

    private static void RequireSignal(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal to send to another process.");
        Assert.SkipWhen(
            signal == "INT" && CliProcess.IgnoresInterrupts,
            "Ctrl-C is ignored in processes that are started from here.");
    }

    /// <summary>
    /// Runs the command until it has said something, and interrupts it. On a busy machine the signal may come only
    /// after the run's end: then all is done again with a larger training set.
    /// </summary>
    private (CliRun Run, string[] Arguments) Interrupt(int repetitions, string[] options, string signal, string said)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++, repetitions *= 4)
        {
            var arguments = Arguments(repetitions, options);
            using var process = CliProcess.Start(arguments);
            process.WaitUntil(() => process.Error.Contains(said, StringComparison.Ordinal));
            if (process.Terminate(signal) is { ExitCode: not 0 } run)
            {
                return (run, arguments);
            }

            RemoveOutputs();
        }

        throw new InvalidOperationException("No run has ended early.");
    }

    /// <summary>
    /// Sends two signals, the second while the step is under way that the first waits for; on a busy machine, one may
    /// come too late or too early, and the run ends as after one.
    /// </summary>
    private CliRun InterruptTwice(string[] arguments)
    {
        RemoveOutputs();
        using var process = CliProcess.Start(arguments);
        process.WaitUntil(() => process.Error.Contains("there is no checkpoint yet", StringComparison.Ordinal));
        var begun = process.ProcessorTime;
        process.WaitUntil(() => process.ProcessorTime - begun > TimeSpan.FromSeconds(0.2));

        // The process handles the first signal at the end of the step, and ends at the second that it gets during the
        // step.
        process.WaitUntil(() =>
        {
            process.Signal("TERM");
            return false;
        });
        return process.End();
    }

    private void RemoveOutputs()
    {
        foreach (var file in (string[])[_model, _report, _checkpoint])
        {
            File.Delete(file);
        }

        if (Directory.Exists(_dump))
        {
            Directory.Delete(_dump, recursive: true);
        }
    }

    private static string LastLine(CliRun run) => run.Error.TrimEnd('\n').Split('\n')[^1];

    /// <summary>Writes the training set, and gives the command.</summary>
    private string[] Arguments(int repetitions, params string[] options)
    {
        File.WriteAllText(Path.Combine(_corpus, "train.txt"), string.Concat(Enumerable.Repeat(Sentences, repetitions)));
        return [
            "train", _corpus, "--out", _model, "--save-npy", _dump, "--report", _report, "--hidden", "16",
            "--embedding", "8", "--window", "3", .. options,
        ];
    }

    private IEnumerable<string> Entries() =>
        Directory.EnumerateFileSystemEntries(_folder.Path).Select(
            path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
