namespace FastElman.Soak;

/// <summary>
/// A process to kill: it saves two models in turn in one place for ever. They are so large that a save takes a while.
/// </summary>
internal static class SaveLoop
{
    private const int HiddenSize = 400, EmbeddingSize = 200, VocabularySize = 600, LabelCount = 20, WindowSize = 5;

    /// <summary>Saves until the process is killed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pause">Between two saves.</param>
    public static void Run(string path, TimeSpan pause)
    {
        var models = Models();
        for (var i = 0; ; i++)
        {
            models[i % models.Length].Save(path);
            Thread.Sleep(pause);
        }
    }

    /// <summary>Saves one of the two.</summary>
    public static void Save(string path, int number) => Models()[number].Save(path);

    /// <summary>Looks whether a file is one of the two models, whole.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static int Check(string path)
    {
        var found = ElmanModel.Load(path).Fingerprint;
        var number = Array.FindIndex(Models(), model => model.Fingerprint == found);
        return number >= 0 ? number : throw new InvalidDataException($"{path}: neither of the two models");
    }

    /// <summary>The fingerprints of the two, as a service tells that of its model.</summary>
    public static IEnumerable<string> Fingerprints() => Models().Select(model => model.Fingerprint);

    private static ElmanModel[] Models()
    {
        var shape = new ElmanShape(HiddenSize, LabelCount, VocabularySize, EmbeddingSize, WindowSize);
        var vocabulary = new Sentences(VocabularySize, new Random(1)).Vocabulary;
        var labels = new LabelSet(Enumerable.Range(0, LabelCount).Select(
            label => label == 0 ? LabelSet.Outside : $"B-slot{label}"));
        return
        [
            .. Enumerable.Range(1, 2).Select(seed => ElmanModel.Create(
                ElmanParameters.Initialize(shape, (uint)seed), vocabulary, labels)),
        ];
    }
}
