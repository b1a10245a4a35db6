using System.Text.Json.Serialization;

namespace FastElman.Samples.TaggingService.Contracts;

/// <summary>What a stream tells: one of the three.</summary>
/// <param name="Slot">A slot that has ended. Places count words of the sentence.</param>
/// <param name="End">True where the sentence has ended; all its slots went before.</param>
/// <param name="Problem">Why the stream ends here.</param>
internal sealed record StreamEvent(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Slot? Slot = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? End = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Problem = null)
{
    /// <summary>The type of the event where it is sent as one.</summary>
    [JsonIgnore]
    public string Type => Slot is not null ? "slot" : End is not null ? "end" : "problem";
}
