using System.Text.Json;
using FastElman.Fixtures;

namespace FastElman.Tests.Golden;

/// <summary>
/// The network of a full training run of Theano, with all its predictions; skips the test where the reference data are
/// absent.
/// </summary>
internal sealed class TrainedNetwork
{
    private readonly string _folder = SharedData.PathOf("golden", "atis-trained-100");
    private readonly JsonElement _sentences;

    private TrainedNetwork()
    {
        var sizes = JsonElement.Parse(File.ReadAllBytes(Path.Combine(_folder, "case.json")));
        int Size(string name) => sizes.GetProperty(name).GetInt32();
        Parameters = GoldenParameters.Read(
            Path.Combine(_folder, "params"),
            new ElmanShape(Size("nh"), Size("nc"), Size("ne"), Size("de"), Size("cs")));
        _sentences = JsonElement.Parse(
            File.ReadAllBytes(Path.Combine(_folder, "sentences.json"))).GetProperty("sentences");
    }

    public ElmanParameters Parameters { get; }

    public static TrainedNetwork Load() => new();

    /// <summary>The sentences of a set as word indices.</summary>
    public IEnumerable<int[]> Sentences(string set) =>
        from sentence in _sentences.EnumerateArray()
        where sentence.GetProperty("set").ValueEquals(set)
        select sentence.GetProperty("words").EnumerateArray().Select(word => word.GetInt32()).ToArray();

    /// <summary>The labels that Theano gave to all words of the set, one after another.</summary>
    public int[] Predictions(string set) => GoldenArray.Read(Path.Combine(_folder, $"y_pred_{set}.npy")).Integers;
}
