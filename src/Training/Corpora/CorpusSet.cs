namespace FastElman.Training;

/// <summary>The three parts of a corpus.</summary>
public enum CorpusSet
{
    /// <summary>What is learned from.</summary>
    Train,

    /// <summary>What decides when to stop and which settings are best.</summary>
    Validation,

    /// <summary>What the result is reported on.</summary>
    Test,
}
