namespace FastElman.Fuzz.Targets;

/// <summary>Something does not hold that is promised of what was read.</summary>
internal sealed class BrokenPromiseException(string promise) : Exception(promise);
