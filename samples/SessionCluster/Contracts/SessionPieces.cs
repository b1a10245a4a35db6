namespace FastElman.Samples.SessionCluster.Contracts;

/// <summary>Pieces of text that a session takes whole or not at all.</summary>
[GenerateSerializer, Immutable, Alias("fastelman.pieces")]
internal sealed class SessionPieces
{
    /// <summary>The place of the first piece in the session, from 0.</summary>
    [Id(0)]
    public required long First { get; init; }

    /// <summary>The pieces, each with any number of words.</summary>
    [Id(1)]
    public required Piece[] Pieces { get; init; }

    /// <summary>
    /// The fingerprint of the model that the session began with, once it is known. A session that lost everything
    /// before its first save begins anew with the same model.
    /// </summary>
    [Id(2)]
    public string? Model { get; init; }

    /// <summary>
    /// Whether the first piece begins a sentence: then nothing that came before is needed to label its words.
    /// </summary>
    [Id(3)]
    public bool BeginsSentence { get; init; }

    /// <summary>The place of the piece after the last.</summary>
    public long End => First + Pieces.Length;
}
