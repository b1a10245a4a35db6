using System.Globalization;
using FastElman.Validation;

namespace FastElman;

/// <summary>The record of words that a model got without training. Its file carries it for information.</summary>
/// <remarks>Immutable and thread-safe. Two are equal where all that they say is.</remarks>
public sealed record VocabularyPatch
{
    /// <summary>Makes a record.</summary>
    /// <param name="date">When the words were added.</param>
    /// <param name="fingerprintBefore">The <see cref="ElmanModel.Fingerprint"/> of the model without them.</param>
    /// <param name="words">The words in the order of their indices; they are copied.</param>
    /// <exception cref="ArgumentException">A word is null.</exception>
    public VocabularyPatch(DateOnly date, string fingerprintBefore, IEnumerable<AddedWord> words)
    {
        ArgumentNullException.ThrowIfNull(fingerprintBefore);
        ArgumentNullException.ThrowIfNull(words);
        AddedWord[] copy = [.. words];
        if (Array.IndexOf(copy, null) is >= 0 and var place)
        {
            throw new ArgumentException($"The word at index {place} is null.", nameof(words));
        }

        (Date, FingerprintBefore, Words) = (date, fingerprintBefore, Array.AsReadOnly(copy));
    }

    /// <summary>When the words were added.</summary>
    public DateOnly Date { get; }

    /// <summary>The <see cref="ElmanModel.Fingerprint"/> of the model without them.</summary>
    public string FingerprintBefore { get; }

    /// <summary>The words in the order of their indices, which followed those of the words before.</summary>
    public IReadOnlyList<AddedWord> Words { get; }

    /// <inheritdoc/>
    public bool Equals(VocabularyPatch? other) =>
        other is not null && Date == other.Date && FingerprintBefore == other.FingerprintBefore
        && Words.SequenceEqual(other.Words);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Date, FingerprintBefore, Words.Count);

    /// <summary>The date, the number of words and the model before.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => MessageText.Sanitize(string.Create(
        CultureInfo.InvariantCulture, $"{Date:yyyy-MM-dd}: {Words.Count} words added to {FingerprintBefore}"));
}
