using FastElman.Samples.SessionCluster.Contracts;

namespace FastElman.Samples.SessionCluster.Sessions;

/// <summary>The words of pieces that a session takes, and the labels that come of it.</summary>
/// <param name="session">The session.</param>
/// <param name="pieces">The pieces.</param>
/// <param name="words">
/// Their words, with <see cref="SessionWord.EndOfSentence"/> where a sentence ends.
/// </param>
internal sealed class PiecesWork(LiveSession session, SessionPieces pieces, SessionWord[] words)
    : EngineWork<WordLabel[]>
{
    private readonly List<WordLabel> _labels = [];
    private int _taken;

    public LiveSession Session => session;

    /// <summary>Takes the next word.</summary>
    public bool TryTake(out SessionWord word)
    {
        word = _taken < words.Length ? words[_taken] : default;
        return _taken++ < words.Length;
    }

    /// <summary>Gives the next word of the sentence its label.</summary>
    public void Add(string label) => _labels.Add(new WordLabel(session.LabelCount++, label));

    /// <summary>All words are taken.</summary>
    protected override WordLabel[] Do()
    {
        session.LastFirst = pieces.First;
        session.LastLabels = [.. _labels];
        session.Next = pieces.End;
        return session.LastLabels;
    }
}
