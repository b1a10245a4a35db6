namespace FastElman.Training;

/// <summary>The three sets of a corpus.</summary>
public enum CorpusSet
{
    /// <summary>The sentences to learn from.</summary>
    Train,

    /// <summary>The sentences that decide when to stop and which settings are best.</summary>
    Validation,

    /// <summary>The sentences that results are reported on.</summary>
    Test,
}
