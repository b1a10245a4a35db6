namespace FastElman.Benchmarks.Contest;

/// <summary>What is asked for each word.</summary>
public enum Answer
{
    /// <summary>The best label.</summary>
    Label,

    /// <summary>The best label, and the probabilities of all labels.</summary>
    Probabilities,

    /// <summary>The best label and its probability.</summary>
    Confidence,
}
