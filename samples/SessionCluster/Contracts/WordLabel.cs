namespace FastElman.Samples.SessionCluster.Contracts;

/// <summary>The label of a word.</summary>
/// <param name="Word">The place of the word in its sentence, from 0.</param>
/// <param name="Label">Its label.</param>
[GenerateSerializer, Immutable, Alias("fastelman.label")]
internal readonly record struct WordLabel(int Word, string Label);
