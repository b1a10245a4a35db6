namespace FastElman.Soak.Calls;

/// <summary>Models that are loaded and saved: from memory, and in one file for all threads.</summary>
internal sealed class FileCalls
{
    private readonly KnownModel[] _models;
    private readonly Dictionary<string, KnownModel> _byFingerprint;
    private readonly string _path;

    public FileCalls(KnownModel[] models, string folder)
    {
        _models = models;
        _byFingerprint = models.ToDictionary(model => model.Model.Fingerprint);
        _path = Path.Combine(folder, "shared.safetensors");
        models[0].Model.Save(_path);
    }

    public IEnumerable<Call> All =>
    [
        new("model from memory", 2, FromMemory),
        new("model from a file", 2, FromFile),
        new("model to a file", 1, ToFile),
    ];

    private bool FromMemory(Random random)
    {
        var model = Draw.Of(random, _models);
        return IsRight(random, model, ElmanModel.Load(model.File));
    }

    /// <summary>Other threads replace it meanwhile: any known model may be there, whole.</summary>
    private bool FromFile(Random random)
    {
        var loaded = ElmanModel.Load(_path);
        return _byFingerprint.TryGetValue(loaded.Fingerprint, out var model) && IsRight(random, model, loaded);
    }

    private bool ToFile(Random random)
    {
        Draw.Of(random, _models).Model.Save(_path);
        return true;
    }

    private static bool IsRight(Random random, KnownModel model, ElmanModel loaded)
    {
        var i = random.Next(model.Answers.Count);
        var labels = new int[model.Sentences.Words[i].Length];
        var probabilities = new float[model.Answers[i].Probabilities.Length];
        new Tagger(loaded.Compile(model.Options)).Tag(model.Sentences.Words[i], labels, probabilities);
        return model.Answers[i].HasLabels(labels) && model.Answers[i].HasProbabilities(probabilities);
    }
}
