namespace FastElman.Samples.SessionCluster.Tests;

/// <summary>The model that comes with the sample, and another version of it.</summary>
internal static class FlightsModel
{
    public static string File { get; } = Path.Combine(AppContext.BaseDirectory, "flights.safetensors");

    public static CompiledModel Compiled { get; } = ElmanModel.Load(File).Compile();

    /// <summary>The same network with another name for a slot: the labels tell on which version a session is.</summary>
    public static ElmanModel OtherVersion(string origin = "origin")
    {
        var model = Compiled.Model;
        var labels = model.Labels!.Select(
            label => label.Replace("from.city", origin, StringComparison.Ordinal)).ToArray();
        return ElmanModel.Create(model.ExportParameters(), model.Vocabulary, new LabelSet(labels));
    }

    /// <summary>A model that labels whole sentences only: it cannot serve live sessions.</summary>
    public static ElmanModel Bidirectional()
    {
        var model = Compiled.Model;
        var shape = new ElmanShape(
            8, model.Labels!.Count, model.Vocabulary!.Count, 8, 3, new NetworkVariant(NetworkKind.Bidirectional));
        return ElmanModel.Create(ElmanParameters.Initialize(shape, seed: 1), model.Vocabulary, model.Labels);
    }
}
