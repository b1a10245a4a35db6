using System.Runtime.InteropServices;

namespace FastElman.Samples.SessionCluster.Sessions;

/// <summary>
/// The ticks of an engine. Each has the next word of every session that has one; whose words have ended is answered at
/// once, and who comes between two ticks is in the next. So no session waits for the many words of another.
/// </summary>
/// <param name="group">The streams of the sessions.</param>
/// <param name="labels">The labels of the model.</param>
/// <remarks>For one thread at a time; a session has one work at a time.</remarks>
internal sealed class EngineTicks(StreamGroup group, LabelSet labels)
{
    /// <summary>What is in the next tick, with the stream and the word of each.</summary>
    private readonly List<PiecesWork> _works = [];
    private readonly List<int> _streams = [];
    private readonly List<int> _words = [];

    /// <summary>What was in the last tick.</summary>
    private readonly List<PiecesWork> _ticked = [];
    private readonly List<int> _answered = [];
    private readonly int[] _rest = new int[group.Delay];
    private int[] _labels = new int[16];

    /// <summary>Whether the next tick has no word.</summary>
    public bool IsEmpty => _works.Count == 0;

    /// <summary>How many ticks were run.</summary>
    public long Count { get; private set; }

    /// <summary>How many words they had.</summary>
    public long WordCount { get; private set; }

    /// <summary>Puts the first word of pieces into the next tick. Pieces without a word are answered.</summary>
    public void Add(PiecesWork work)
    {
        if (work.Session.IsClosed)
        {
            work.Fail(Ended());
            return;
        }

        work.Session.IsAdvancing = true;
        TakeNextWord(work);
    }

    /// <summary>Takes the words of a session that is closed out of the next tick.</summary>
    public void Remove(LiveSession session)
    {
        if (session.IsAdvancing && _works.FindIndex(work => work.Session == session) is var place and >= 0)
        {
            _works[place].Fail(Ended());
            _works.RemoveAt(place);
            _streams.RemoveAt(place);
            _words.RemoveAt(place);
        }
    }

    /// <summary>Runs a tick, unless it is empty.</summary>
    public void Run()
    {
        var count = _works.Count;
        if (count == 0)
        {
            return;
        }

        if (_labels.Length < count)
        {
            _labels = new int[2 * count];
        }

        var tickLabels = _labels.AsSpan(0, count);
        _ticked.AddRange(_works);
        try
        {
            group.Tick(CollectionsMarshal.AsSpan(_streams), CollectionsMarshal.AsSpan(_words), tickLabels);
        }
        catch (ArgumentException)
        {
            // One of the words cannot be taken, and none was.
            TickOneByOne(tickLabels);
        }
        catch (Exception e)
        {
            // Whoever waits is told; other sessions go on.
            _ticked.ForEach(work => Spoil(work, e));
            _ticked.Clear();
        }

        _works.Clear();
        _streams.Clear();
        _words.Clear();
        (Count, WordCount) = (Count + 1, WordCount + _ticked.Count);
        for (var i = 0; i < _ticked.Count; i++)
        {
            if (tickLabels[i] >= 0)
            {
                _ticked[i].Add(labels[tickLabels[i]]);
            }

            if (!TakeNextWord(_ticked[i]))
            {
                _answered.Add(_ticked[i].Session.Stream);
            }
        }

        // What of the next words does not depend on them, after the answers are sent.
        group.Prepare(CollectionsMarshal.AsSpan(_answered));
        _ticked.Clear();
        _answered.Clear();
    }

    /// <summary>Tells all who wait for words that no tick takes them any more.</summary>
    public void Fail(Exception exception)
    {
        // What was answered meanwhile stays answered.
        _works.ForEach(work => work.Fail(exception));
        _ticked.ForEach(work => work.Fail(exception));
    }

    /// <summary>Ticks sessions alone, so that none but those whose words cannot be taken are spoilt.</summary>
    /// <param name="tickLabels">Receives the labels of the others, which are left in <see cref="_ticked"/>.</param>
    private void TickOneByOne(Span<int> tickLabels)
    {
        _ticked.Clear();
        for (var i = 0; i < _works.Count; i++)
        {
            try
            {
                group.Tick([_streams[i]], [_words[i]], tickLabels.Slice(_ticked.Count, 1));
                _ticked.Add(_works[i]);
            }
            catch (Exception e)
            {
                Spoil(_works[i], e);
            }
        }
    }

    private static InvalidOperationException Ended() => new("The session has ended.");

    /// <summary>Some of its words are taken and others are not: the session here is good for nothing.</summary>
    private static void Spoil(PiecesWork work, Exception exception)
    {
        work.Session.Problem = "Some words of the session could not be taken.";
        work.Fail(exception);
    }

    /// <summary>
    /// Completes the sentences that end here, and puts the word after them into the next tick; answers where there is
    /// none.
    /// </summary>
    /// <returns>Whether there was a word.</returns>
    private bool TakeNextWord(PiecesWork work)
    {
        var session = work.Session;
        try
        {
            while (work.TryTake(out var word))
            {
                if (word != SessionWord.EndOfSentence)
                {
                    _works.Add(work);
                    _streams.Add(session.Stream);
                    _words.Add(word.Unknown is { } name ? group.GetWordIndex(session.Stream, name) : word.Index);
                    session.WordCount++;
                    return true;
                }

                var count = group.Complete(session.Stream, _rest);
                foreach (var label in _rest.AsSpan(0, count))
                {
                    work.Add(labels[label]);
                }

                (session.WordCount, session.LabelCount) = (0, 0);
            }

            session.IsAdvancing = false;
            work.Run();
        }
        catch (Exception e)
        {
            Spoil(work, e);
        }

        return false;
    }
}
