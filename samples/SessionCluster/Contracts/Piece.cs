namespace FastElman.Samples.SessionCluster.Contracts;

/// <summary>A piece of the text of a session.</summary>
/// <param name="Text">The text, of any number of words.</param>
/// <param name="EndsSentence">Whether the sentence ends after it.</param>
[GenerateSerializer, Immutable, Alias("fastelman.piece")]
internal readonly record struct Piece(string Text, bool EndsSentence);
