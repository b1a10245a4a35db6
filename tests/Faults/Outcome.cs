namespace FastElman.Faults;

/// <summary>What became of a fault.</summary>
internal enum Outcome
{
    /// <summary>A test failed, or the test process ended with a crash.</summary>
    Noticed,

    /// <summary>All tests passed.</summary>
    Survived,

    /// <summary>The tests did not end in time.</summary>
    TimedOut,

    /// <summary>The changed sources do not compile.</summary>
    NotBuilt,

    /// <summary>No test has the names of the list.</summary>
    NotTested,
}
