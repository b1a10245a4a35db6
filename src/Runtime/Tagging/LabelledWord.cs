namespace FastElman.Tagging;

/// <summary>A word of a stream.</summary>
/// <param name="Word">The word as it came.</param>
/// <param name="Label">Its label index.</param>
/// <param name="Confidence">The probability of the label.</param>
internal readonly record struct LabelledWord(string Word, int Label, float Confidence);
