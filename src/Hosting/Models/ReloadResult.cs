namespace FastElman.Extensions.Hosting;

/// <summary>An attempt to reload a model.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="At">When it ended.</param>
/// <param name="Fingerprint">The fingerprint of the model that was current afterwards.</param>
/// <param name="Problem">What is wrong with the file, in one sentence; null where nothing is.</param>
public sealed record ReloadResult(ReloadOutcome Outcome, DateTimeOffset At, string Fingerprint, string? Problem);
