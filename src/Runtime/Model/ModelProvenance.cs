namespace FastElman;

/// <summary>
/// Where a model comes from: carried in its file for those who ask, without effect on what it computes.
/// </summary>
/// <param name="Recipe">How it was trained, such as <c>tutorial</c>; null where that is not known.</param>
/// <param name="Origin">What it was made from, such as the name of a dump; null where that is not known.</param>
public sealed record ModelProvenance(string? Recipe = null, string? Origin = null);
