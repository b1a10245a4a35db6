namespace FastElman.Samples.SessionCluster.Sessions;

/// <summary>A word of a session, as its stream takes it, or the end of a sentence.</summary>
/// <param name="Index">Its index.</param>
/// <param name="Unknown">
/// The word by name, where the model gives each word that it does not know an embedding: its stream looks it up right
/// before it takes it.
/// </param>
internal readonly record struct SessionWord(int Index, string? Unknown = null)
{
    /// <summary>Stands between the words of two sentences.</summary>
    public static SessionWord EndOfSentence { get; } = new(int.MinValue);

    /// <summary>A word of the vocabulary.</summary>
    public static implicit operator SessionWord(int index) => new(index);
}
