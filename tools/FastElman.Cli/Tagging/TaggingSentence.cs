namespace FastElman.Cli.Tagging;

/// <summary>A sentence that is to be tagged.</summary>
/// <param name="Indices">The word indices [n].</param>
/// <param name="Words">The words as they were written [n]; empty where the input has indices only.</param>
internal readonly record struct TaggingSentence(int[] Indices, string[] Words);
