namespace FastElman.Extensions.Hosting;

/// <summary>What came of an attempt to reload a model.</summary>
public enum ReloadOutcome
{
    /// <summary>Another model is current now.</summary>
    Replaced = 0,

    /// <summary>The file holds the model that is current already.</summary>
    Unchanged = 1,

    /// <summary>The file could not be used: the model that was current still is.</summary>
    Failed = 2,
}
