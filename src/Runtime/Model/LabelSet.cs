using FastElman.Model;

namespace FastElman;

/// <summary>The labels of a model and their indices.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class LabelSet
{
    /// <summary>The label of a word that belongs to no slot.</summary>
    public const string Outside = "O";

    private readonly string[] _labels;
    private readonly Dictionary<string, int> _indices;

    /// <summary>Makes a label set.</summary>
    /// <param name="labels">The labels; the place of each is its index, counted from 0.</param>
    /// <exception cref="ArgumentException">A label is null, empty, no valid Unicode, or stands twice.</exception>
    public LabelSet(IEnumerable<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        _labels = [.. labels];
        _indices = NameIndex.Build(_labels, "label", nameof(labels));
    }

    /// <summary>The number of labels.</summary>
    public int Count => _labels.Length;

    /// <summary>All labels in the order of their indices.</summary>
    public IReadOnlyList<string> Labels => _labels;

    /// <summary>The label of an index.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> − 1.</param>
    /// <returns>The label.</returns>
    /// <exception cref="IndexOutOfRangeException">There is no such index.</exception>
    public string this[int index] => _labels[index];

    /// <summary>Finds the index of a label.</summary>
    /// <param name="label">The label, as written.</param>
    /// <param name="index">Its index; 0 where the result is false.</param>
    /// <returns>Whether there is such a label.</returns>
    public bool TryGetIndex(string label, out int index) => _indices.TryGetValue(label, out index);
}
