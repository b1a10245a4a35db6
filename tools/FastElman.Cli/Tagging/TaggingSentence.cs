namespace FastElman.Cli.Tagging;

/// <summary>A sentence to tag: indices, or words by name.</summary>
/// <param name="Indices">[words]: the word indices; empty where the input has words.</param>
/// <param name="Words">[words]: the words as written; empty where the input has indices.</param>
internal readonly record struct TaggingSentence(int[] Indices, string[] Words)
{
    /// <summary>The number of words.</summary>
    public int Length => Math.Max(Indices.Length, Words.Length);
}
