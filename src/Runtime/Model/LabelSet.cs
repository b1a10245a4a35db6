using System.Collections;
using System.Diagnostics;
using FastElman.Model;
using FastElman.Validation;

namespace FastElman;

/// <summary>The labels of a model in the order of their indices.</summary>
/// <remarks>Immutable and thread-safe. Looking a label up allocates nothing.</remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class LabelSet : IReadOnlyList<string>
{
    /// <summary>The label of a word that belongs to no slot.</summary>
    public const string Outside = "O";

    private readonly string[] _labels;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    /// <summary>Makes a label set.</summary>
    /// <param name="labels">The labels; the position of each, counted from 0, is its index.</param>
    /// <exception cref="ArgumentException">A label is null, empty, not valid Unicode, or a repetition.</exception>
    public LabelSet(IEnumerable<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        _labels = [.. labels];
        _lookup = NameIndex.Build(_labels, "label", nameof(labels)).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The number of labels.</summary>
    public int Count => _labels.Length;

    /// <summary>The label of an index.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such index.</exception>
    public string this[int index] => _labels[Guard.Index(index, _labels.Length)];

    /// <summary>Finds the index of a label.</summary>
    /// <param name="label">The label, as it is written.</param>
    /// <returns>From 0 to <see cref="Count"/> − 1.</returns>
    /// <exception cref="ArgumentException">There is no such label.</exception>
    public int GetIndex(ReadOnlySpan<char> label) => TryGetIndex(label, out var index)
        ? index
        : throw new ArgumentException(MessageText.Sanitize($"There is no label \"{label}\"."), nameof(label));

    /// <summary>Whether there is a label.</summary>
    /// <param name="label">The label, as it is written.</param>
    /// <returns>True where it has an index.</returns>
    public bool Contains(ReadOnlySpan<char> label) => TryGetIndex(label, out _);

    /// <summary>Finds the index of a label.</summary>
    /// <param name="label">The label, as it is written.</param>
    /// <param name="index">Its index; 0 where the result is false.</param>
    /// <returns>Whether there is such a label.</returns>
    public bool TryGetIndex(ReadOnlySpan<char> label, out int index) => _lookup.TryGetValue(label, out index);

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_labels).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The number of labels.</summary>
    /// <returns>Such as <c>127 labels</c>.</returns>
    public override string ToString() => $"{Count} labels";
}
