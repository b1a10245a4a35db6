namespace FastElman.Cli.Tagging;

/// <summary>A sentence to tag.</summary>
/// <param name="Indices">[words]: the word indices.</param>
/// <param name="Words">[words]: the words as written; empty where the input has indices only.</param>
internal readonly record struct TaggingSentence(int[] Indices, string[] Words);
