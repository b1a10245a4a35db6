using System.Globalization;
using FastElman.Cli.Terminal;
using FastElman.Training;

namespace FastElman.Cli.Training;

/// <summary>
/// Keeps a new run from replacing hours of another: a file where the checkpoint goes is looked at before training.
/// </summary>
internal static class CheckpointGuard
{
    /// <summary>
    /// Refuses a file that is not a checkpoint of this run, and remarks on one that is: the run begins anew.
    /// </summary>
    /// <param name="run">The run, which has not begun.</param>
    /// <param name="path">The checkpoint; null for none.</param>
    /// <param name="error">Gets the remark.</param>
    /// <exception cref="CommandFailedException">The file is something else.</exception>
    public static void Require(TrainingRun run, string? path, TextWriter error)
    {
        if (path is null)
        {
            return;
        }

        try
        {
            if (run.ReadCheckpoint() is { } count)
            {
                error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"note: {ShownText.Escape(path)} has this run after {count} {run.ProgressUnit}: it is replaced, "
                    + $"--resume would continue it"));
            }
        }
        catch (ModelFormatException e)
        {
            throw new CommandFailedException(
                $"{e.Message}; the file would be replaced: name another, or give --force", e);
        }
    }
}
