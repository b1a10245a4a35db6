using System.Diagnostics;
using FastElman.Extensions.Hosting.Telemetry;

namespace FastElman.Extensions.Hosting.Models;

/// <summary>Makes a model ready to serve: reads, compiles, warms up and tests it.</summary>
internal sealed class ModelLoader(string path, FastElmanSettings settings, ModelTelemetry telemetry)
{
    /// <summary>The full path of the model file.</summary>
    public string Path => path;

    /// <summary>Loads the file.</summary>
    /// <param name="current">The fingerprint of the model that is current; null for none.</param>
    /// <param name="cancellationToken">Ends the loading between two of its steps.</param>
    /// <returns>The model; null where it is the current one.</returns>
    /// <exception cref="OperationCanceledException">The loading was cancelled.</exception>
    /// <remarks>Whatever else goes wrong with a file is thrown as it is.</remarks>
    public ModelSnapshot? Load(string? current, CancellationToken cancellationToken)
    {
        using var activity = telemetry.BeginLoad();
        var started = telemetry.Time.GetTimestamp();
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            RequireContent();
            var model = ElmanModel.Load(path, settings.Load);
            if (model.Fingerprint == current)
            {
                return null;
            }

            RequireNames(model);
            cancellationToken.ThrowIfCancellationRequested();
            var compiled = model.Compile(settings.Compile);
            compiled.Warmup();
            SelfTest.Run(new Tagger(compiled), settings.SelfTest);
            cancellationToken.ThrowIfCancellationRequested();

            var duration = telemetry.Time.GetElapsedTime(started);
            telemetry.EndLoad(duration, error: null);
            return new ModelSnapshot(compiled, path, telemetry.Time.GetUtcNow(), duration);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            telemetry.EndLoad(telemetry.Time.GetElapsedTime(started), e);
            activity?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            throw;
        }
    }

    /// <summary>
    /// Refuses a pipe or a device, which has no length: reading one may never end, and neither may opening it.
    /// </summary>
    private void RequireContent()
    {
        if (!File.Exists(path))
        {
            // Loading it says what is wrong.
            return;
        }

        var file = (FileInfo?)File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path);
        if (file.Length == 0)
        {
            throw new ModelFormatException(
                "The file has no content", path, expected: "a model", found: "an empty file, a pipe or a device");
        }
    }

    /// <summary>Refuses a model that would fail every request.</summary>
    private static void RequireNames(ElmanModel model)
    {
        if (model.Vocabulary is null || model.Labels is null)
        {
            throw new InvalidOperationException(
                $"The model has no {(model.Vocabulary is null ? "words" : "labels")} by name: "
                + "a service tags text, and needs both.");
        }
    }
}
