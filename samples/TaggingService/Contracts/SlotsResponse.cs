namespace FastElman.Samples.TaggingService.Contracts;

/// <summary>The slots of a text.</summary>
/// <param name="Slots">The slots, in the order of the text. Places count UTF-16 code units.</param>
internal sealed record SlotsResponse(IReadOnlyList<Slot> Slots);

/// <summary>The slots of texts.</summary>
/// <param name="Results">The slots of each text, in the order of the texts.</param>
internal sealed record ManySlotsResponse(IReadOnlyList<SlotsResponse> Results);
