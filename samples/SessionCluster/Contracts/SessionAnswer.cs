namespace FastElman.Samples.SessionCluster.Contracts;

/// <summary>What a session answers.</summary>
[GenerateSerializer, Immutable, Alias("fastelman.answer")]
internal sealed class SessionAnswer
{
    [Id(0)]
    public required AnswerKind Kind { get; init; }

    /// <summary>The place of the piece that the session takes next.</summary>
    [Id(1)]
    public required long Next { get; init; }

    /// <summary>
    /// The place of the piece from which the session could be asked for again: earlier ones are in its saved state.
    /// </summary>
    [Id(2)]
    public long Saved { get; init; }

    /// <summary>The labels that are known now and were not before, in the order of their words.</summary>
    [Id(3)]
    public WordLabel[] Labels { get; init; } = [];

    /// <summary>The fingerprint of the model of the session.</summary>
    [Id(4)]
    public string? Model { get; init; }

    /// <summary>What is wrong with the pieces, if they were refused.</summary>
    [Id(5)]
    public string? Problem { get; init; }
}
