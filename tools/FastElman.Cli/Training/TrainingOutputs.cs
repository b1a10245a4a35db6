using FastElman.Cli.Models;
using FastElman.Cli.Terminal;
using FastElman.Files;
using FastElman.Interop;
using FastElman.Interop.Theano;
using FastElman.Training;

namespace FastElman.Cli.Training;

/// <summary>The files that <c>train</c> writes.</summary>
/// <param name="Model">The runtime's file.</param>
/// <param name="Dump">A folder of .npy files or an .npz archive; or null.</param>
/// <param name="Checkpoint">The state of the run; or null.</param>
/// <param name="Report">The page about the run; or null.</param>
internal sealed record TrainingOutputs(string Model, string? Dump, string? Checkpoint, string? Report)
{
    /// <summary>Refuses files that could not be written, before hours of training instead of after them.</summary>
    public void Require()
    {
        if (!ModelSource.IsRuntimeFile(Model))
        {
            throw new UsageException($"{Model}: a model is a {ModelSource.RuntimeEnding} file");
        }

        RequireFile(Model, "model");
        if (Checkpoint is not null)
        {
            RequireFile(Checkpoint, "checkpoint");
        }

        if (Report is not null)
        {
            RequireFile(Report, "report");
        }

        if (Dump is not null)
        {
            RequireParent(Path.TrimEndingDirectorySeparator(Dump));
        }
    }

    /// <summary>Refuses a network that the dump cannot represent, where one is asked for.</summary>
    public void RequireDumpable(ElmanShape shape)
    {
        if (Dump is not null)
        {
            DumpWriter.RequireRepresentable(shape, Dump);
        }
    }

    /// <summary>Refuses words and labels that no model file could hold.</summary>
    public static void RequireStorable(TrainingRun run)
    {
        var model = run.GetInitialModel();
        SafetensorsWriter.RequireRoomFor(model.Vocabulary, model.Labels, model.Shape);
    }

    /// <summary>
    /// Writes the model of a finished run, or the best model so far if there is one, and then the report.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="corpus">The corpus of the run.</param>
    /// <param name="options">The options of the run.</param>
    /// <param name="duration">The time that the run took; null where it is not known.</param>
    /// <param name="commandLine">The command that ran it, for the report.</param>
    public void Write(
        TrainingRun run, Corpus corpus, TrainingOptions options, TimeSpan? duration, string commandLine)
    {
        if (run.GetResult() is { } result)
        {
            Write(result.Model);
        }

        if (Report is not null)
        {
            TrainingReport.Write(Report, corpus, options, run, duration, commandLine);
        }
    }

    /// <summary>Writes a model, and its dump where one is asked for.</summary>
    public void Write(ElmanModel model)
    {
        model.Save(Model);
        if (Dump is not null)
        {
            TheanoDump.Save(model, Dump);
        }
    }

    private static void RequireFile(string path, string what)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"{path}: a folder is where the {what} has to be");
        }

        RequireParent(path);
    }

    private static void RequireParent(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } parent && !Directory.Exists(parent))
        {
            throw new DirectoryNotFoundException($"{path}: there is no folder {parent} to write it into");
        }
    }
}
