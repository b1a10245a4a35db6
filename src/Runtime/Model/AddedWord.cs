using FastElman.Validation;

namespace FastElman;

/// <summary>
/// A word that a vocabulary gets without training, and the known words whose embeddings its own is made of; without
/// any, it is made of the subwords of the word.
/// </summary>
/// <remarks>Immutable and thread-safe. Two are equal where word and neighbours are, in their order.</remarks>
public sealed record AddedWord
{
    /// <summary>Makes one; whether it fits a model is known where it is added to one.</summary>
    /// <param name="word">The word as the vocabulary has it.</param>
    /// <param name="neighbours">
    /// Words that the model knows; they are copied. At least one, but for a model with subwords
    /// (<see cref="ElmanShape.SubwordCount"/>).
    /// </param>
    /// <exception cref="ArgumentException">A neighbour is null.</exception>
    public AddedWord(string word, IEnumerable<string> neighbours)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(neighbours);
        string[] copy = [.. neighbours];
        if (Array.IndexOf(copy, null) is >= 0 and var place)
        {
            throw new ArgumentException($"The neighbour at index {place} is null.", nameof(neighbours));
        }

        (Word, Neighbours) = (word, Array.AsReadOnly(copy));
    }

    private AddedWord(string word, string[] neighbours) => (Word, Neighbours) = (word, Array.AsReadOnly(neighbours));

    /// <summary>The word as the vocabulary has it.</summary>
    public string Word { get; }

    /// <summary>Words that the model knows.</summary>
    public IReadOnlyList<string> Neighbours { get; }

    /// <summary>Where the word was read, for messages; null where it was made in memory.</summary>
    internal WordPlace? Place { get; init; }

    /// <inheritdoc/>
    public bool Equals(AddedWord? other) =>
        other is not null && Word == other.Word && Neighbours.SequenceEqual(other.Neighbours);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Word, Neighbours.Count);

    /// <summary>The word and its neighbours.</summary>
    /// <returns>Such as <c>lisbon (porto, faro)</c>, without neighbours <c>lisbon</c>.</returns>
    public override string ToString() => MessageText.Sanitize(
        Neighbours.Count == 0 ? Word : $"{Word} ({string.Join(", ", Neighbours)})");

    /// <summary>Makes one without a copy: the caller must not write to the neighbours afterwards.</summary>
    internal static AddedWord Adopt(string word, string[] neighbours) => new(word, neighbours);

    /// <summary>Where a word was read.</summary>
    /// <param name="File">The file, or the option of a command.</param>
    /// <param name="Line">Its line in the file, counted from 1; null where there are no lines.</param>
    internal sealed record WordPlace(string File, long? Line = null);
}
