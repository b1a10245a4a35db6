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
    /// <summary>Refuses a name that is not that of a model.</summary>
    public static void RequireModelName(string option, string path)
    {
        if (!ModelSource.IsRuntimeFile(path))
        {
            throw new UsageException($"{option} {path}: a model is a {ModelSource.RuntimeEnding} file");
        }
    }

    /// <summary>
    /// Refuses disks without room for the parameters, as far as that is known before hours of training. A checkpoint
    /// has those of the moment and the best.
    /// </summary>
    public void RequireRoom(ElmanShape shape)
    {
        var parameters = ModelRoom.BytesOf(shape);
        (string? Path, long Length)[] files = [(Model, parameters), (Dump, parameters), (Checkpoint, 2 * parameters)];
        OutputRoom.Require([.. from file in files where file.Path is not null select (file.Path, file.Length)]);
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
}
