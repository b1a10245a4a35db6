namespace FastElman.Samples.TaggingService.Contracts;

/// <summary>The model that answers at the moment.</summary>
/// <param name="Fingerprint">The fingerprint of its content: 32 hexadecimal digits.</param>
/// <param name="LoadedAt">When it was loaded.</param>
/// <param name="InstructionSet">What its kernels were made for.</param>
/// <param name="Slots">The names of the slots that it knows.</param>
internal sealed record ModelResponse(
    string Fingerprint, DateTimeOffset LoadedAt, string InstructionSet, IReadOnlyList<string> Slots);
