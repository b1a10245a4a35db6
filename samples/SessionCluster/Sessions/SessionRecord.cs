using FastElman.Samples.SessionCluster.Contracts;

namespace FastElman.Samples.SessionCluster.Sessions;

/// <summary>What Redis holds of a session: enough to go on from it on another silo.</summary>
[GenerateSerializer, Alias("fastelman.record")]
internal sealed class SessionRecord
{
    /// <summary>The place of the piece that the session takes next.</summary>
    [Id(0)]
    public long Next { get; set; }

    /// <summary>The fingerprint of the model that the session began with.</summary>
    [Id(1)]
    public string Model { get; set; } = "";

    /// <summary>
    /// The state of the stream, as <see cref="StreamGroup.SaveState"/> writes it; empty between two sentences.
    /// </summary>
    [Id(2)]
    public byte[] State { get; set; } = [];

    /// <summary>How many words of the sentence have come.</summary>
    [Id(3)]
    public int WordCount { get; set; }

    /// <summary>How many of them have a label.</summary>
    [Id(4)]
    public int LabelCount { get; set; }

    /// <summary>The last pieces that were taken begin here: their answer may not have reached the gateway.</summary>
    [Id(5)]
    public long LastFirst { get; set; } = -1;

    /// <summary>The labels that were their answer.</summary>
    [Id(6)]
    public WordLabel[] LastLabels { get; set; } = [];
}
