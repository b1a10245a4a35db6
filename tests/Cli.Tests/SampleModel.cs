using FastElman.Fixtures;
using FastElman.Model;
using FastElman.Training.Randomness;

namespace FastElman.Cli.Tests;

/// <summary>A small model with words and labels, always the same.</summary>
internal static class SampleModel
{
    public static readonly string[] Words = ["<UNK>", "DIGITDIGIT", "flights", "from", "oslo", "to"];
    public static readonly string[] Labels = ["B-city", "B-time", "I-city", "O"];

    public static ElmanShape Shape { get; } = new(
        hiddenSize: 5, Labels.Length, Words.Length, embeddingSize: 3, windowSize: 3);

    public static ElmanParameters Parameters()
    {
        var random = new SplitMix64(7);
        var parameters = new ElmanParameters(Shape);
        foreach (var tensor in TensorNames.Tutorial)
        {
            foreach (ref var value in parameters[tensor])
            {
                value = (float)random.Uniform(-1, 1);
            }
        }

        return parameters;
    }

    public static ElmanModel Create() => ElmanModel.Create(Parameters(), new Vocabulary(Words), new LabelSet(Labels));

    /// <summary>The model with 40 vectors of subwords.</summary>
    public static ElmanModel CreateWithSubwords()
    {
        var shape = new ElmanShape(
            Shape.HiddenSize,
            Labels.Length,
            Words.Length,
            Shape.EmbeddingSize,
            Shape.WindowSize,
            NetworkVariant.Tutorial,
            subwordCount: 40);
        return ElmanModel.Create(
            Fixtures.RandomModel.Parameters(shape, seed: 7), new Vocabulary(Words), new LabelSet(Labels));
    }

    /// <summary>Saves the model with subwords into a folder and gives its path.</summary>
    public static string SaveWithSubwordsIn(
        Fixtures.TemporaryFolder folder, SubwordPrecision precision = SubwordPrecision.Float32)
    {
        var path = folder.File("subwords.safetensors");
        CreateWithSubwords().WithSubwordPrecision(precision).Save(path);
        return path;
    }

    /// <summary>Saves the model into a folder and gives its path.</summary>
    public static string SaveIn(Fixtures.TemporaryFolder folder)
    {
        var path = folder.File("model.safetensors");
        Create().Save(path);
        return path;
    }
}
