namespace FastElman.Samples.TaggingService.Contracts;

/// <summary>A text to tag.</summary>
/// <param name="Text">The text, such as a sentence.</param>
internal sealed record SlotsRequest(string? Text);

/// <summary>Texts to tag.</summary>
/// <param name="Texts">The texts, such as sentences.</param>
internal sealed record ManySlotsRequest(IReadOnlyList<string?>? Texts);
