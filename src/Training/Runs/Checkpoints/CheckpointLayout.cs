using System.Runtime.InteropServices;
using FastElman.Files;
using FastElman.Model;

namespace FastElman.Training.Runs.Checkpoints;

/// <summary>
/// The layout of a checkpoint file, which is safetensors like a model file: the parameters; once an epoch has ended,
/// those of the best epoch with the prefix <c>best.</c>; with Adam, its moments with the prefixes <c>adam.first.</c>
/// and <c>adam.second.</c>; where the model is an average of the parameters, that average with the prefix
/// <c>average.</c>; in the final training, those of the best epoch of the first one with the prefix <c>selected.</c>;
/// then <c>order</c>.
/// </summary>
internal static class CheckpointLayout
{
    public const string FormatKey = "format";
    public const string Format = "fastelman-checkpoint";
    public const string VersionKey = "fastelman.version";
    public const string Version = "1";
    public const string StateKey = "fastelman.checkpoint";

    /// <summary>The SHA-256 of the state's JSON followed by all tensors.</summary>
    public const string Sha256Key = "fastelman.sha256";

    private const string BestPrefix = "best.";
    private const string FirstMomentPrefix = "adam.first.";
    private const string SecondMomentPrefix = "adam.second.";
    private const string AveragePrefix = "average.";
    private const string SelectedPrefix = "selected.";
    private const string OrderName = "order";

    /// <summary>The tensors in the order of the file.</summary>
    public static List<TensorEntry> Entries(
        ElmanShape shape, int sentenceCount, bool hasBest, bool hasMoments, bool hasAverages, bool hasSelected)
    {
        var entries = new List<TensorEntry>();
        string[] prefixes =
        [
            string.Empty,
            .. hasBest ? (string[])[BestPrefix] : [],
            .. hasMoments ? (string[])[FirstMomentPrefix, SecondMomentPrefix] : [],
            .. hasAverages ? (string[])[AveragePrefix] : [],
            .. hasSelected ? (string[])[SelectedPrefix] : [],
        ];
        foreach (var prefix in prefixes)
        {
            foreach (var tensor in shape.Tensors)
            {
                Add(prefix + tensor.FileName(), "F32", shape.GetDimensions(tensor));
            }
        }

        Add(OrderName, "I32", sentenceCount);
        return entries;

        void Add(string name, string elementType, params int[] dimensions)
        {
            var begin = entries.Count == 0 ? 0 : entries[^1].End;
            var bytes = dimensions.Aggregate((long)sizeof(float), (product, each) => product * each);
            entries.Add(new TensorEntry(
                name, elementType, Array.ConvertAll(dimensions, each => (long)each), begin, begin + bytes));
        }
    }

    /// <summary>
    /// The memory of the same tensors in the same order; integers as the bits of floats, so that all are stored alike.
    /// </summary>
    public static IEnumerable<Memory<float>> Memories(CheckpointContent content, float[] order)
    {
        ElmanParameters?[] all =
        [
            content.Parameters,
            content.Best,
            content.Moments?.First,
            content.Moments?.Second,
            content.Averages,
            content.Selected,
        ];
        foreach (var each in all)
        {
            if (each is null)
            {
                continue;
            }

            foreach (var tensor in each.Shape.Tensors)
            {
                yield return each.ArrayOf(tensor);
            }
        }

        yield return order;
    }

    /// <summary>Integers as the bits of floats.</summary>
    public static float[] BitsOf(int[] numbers) => MemoryMarshal.Cast<int, float>(numbers).ToArray();

    /// <summary>Integers from the bits of floats.</summary>
    public static int[] NumbersOf(float[] bits) => MemoryMarshal.Cast<float, int>(bits).ToArray();
}
