using FastElman.Training.Demonstration;

namespace FastElman.Cli.Demo;

/// <summary>The network that comes with the command: trained by <see cref="DemoTraining"/>, written by tools/DemoModel.</summary>
internal static class DemoModel
{
    private const string Resource = "demo.safetensors";

    public static ElmanModel Load()
    {
        using var stream = typeof(DemoModel).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing from this build.");
        return ElmanModel.Load(stream);
    }
}
