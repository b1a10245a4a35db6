using Orleans.Concurrency;

namespace FastElman.Samples.SessionCluster.Contracts;

/// <summary>
/// A live session: a grain that takes pieces of text and gives the labels of their words. What goes between the
/// gateway and the silos lives in this room.
/// </summary>
[Alias("fastelman.session")]
internal interface ILiveSession : IGrainWithStringKey
{
    /// <summary>
    /// Takes the next pieces. The same pieces may be sent again until their answer has come: they are taken once.
    /// </summary>
    [Alias("advance")]
    Task<SessionAnswer> AdvanceAsync([Immutable] SessionPieces pieces);

    /// <summary>Ends the session and forgets its state.</summary>
    [Alias("close")]
    Task CloseAsync();
}
