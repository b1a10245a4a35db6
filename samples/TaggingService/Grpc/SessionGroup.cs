using System.Runtime.InteropServices;
using FastElman.Samples.TaggingService.Limits;
using FastElman.Samples.TaggingService.Streaming;

namespace FastElman.Samples.TaggingService.Grpc;

/// <summary>
/// The sessions of one call. Words that come in one message advance together, in one tick of a
/// <see cref="StreamGroup"/>, which takes less time than each of them alone. A session has a stream of the group from
/// the first word of its sentence to the last.
/// </summary>
/// <remarks>One thread at a time.</remarks>
internal sealed class SessionGroup
{
    private readonly StreamGroup _group;
    private readonly Tokenizer _tokenizer;
    private readonly Vocabulary _vocabulary;
    private readonly LabelSet _labels;
    private readonly int _maximumWords;
    private readonly Range[] _tokens;
    private readonly int[] _rest;

    /// <summary>The sessions in the middle of a sentence, by the number that the caller chose.</summary>
    private readonly Dictionary<int, Session> _open = [];

    /// <summary>The tick that is being filled: a session, its stream and its word each.</summary>
    private readonly List<Session> _sessions = [];
    private readonly List<int> _streams = [];
    private readonly List<int> _words = [];
    private int[] _tickLabels = [];

    public SessionGroup(CompiledModel model, int capacity, int maximumWords)
    {
        _group = new StreamGroup(model, capacity);
        _tokenizer = model.Tokenizer!;
        _vocabulary = model.Vocabulary!;
        _labels = model.Labels!;
        _maximumWords = maximumWords;
        _rest = new int[_group.Delay];
        _tokens = new Range[1024];
    }

    /// <summary>Takes words of some sessions, and gives the labels that are known by then.</summary>
    /// <exception cref="StreamProblemException">
    /// There are too many sessions, a sentence is too long, or it has a word that the model cannot take.
    /// </exception>
    public SessionLabels Advance(SessionWords message)
    {
        var answer = new SessionLabels();
        foreach (var word in message.Words)
        {
            Add(word.Session, word.Text, answer);
            if (word.End && _open.Remove(word.Session, out var session))
            {
                Tick(answer);
                Complete(session, answer);
            }
        }

        Tick(answer);
        return answer;
    }

    private void Add(int number, string text, SessionLabels answer)
    {
        if (text.Length > _tokens.Length)
        {
            throw new StreamProblemException(
                $"A word has {text.Length} characters; at most {_tokens.Length} are allowed.");
        }

        foreach (var token in _tokens.AsSpan(0, _tokenizer.Tokenize(text, _tokens)))
        {
            var session = Find(number);
            if (++session.WordCount > _maximumWords)
            {
                throw new StreamProblemException(
                    $"The sentence of session {number} has more than {_maximumWords} words; no more are allowed.");
            }

            var word = text.AsSpan(token);
            if (_vocabulary.Refuses(word))
            {
                throw new StreamProblemException(UnknownWords.Problem(
                    $"at place {session.WordCount - 1} of the sentence of session {number}"));
            }

            // The second word of a session depends on the first: it waits for the next tick.
            if (session.IsInTick)
            {
                Tick(answer);
            }

            session.IsInTick = true;
            _sessions.Add(session);
            _streams.Add(session.Stream);
            _words.Add(_group.GetWordIndex(session.Stream, word));
        }
    }

    /// <summary>The session with a number; it begins a sentence if it is not in the middle of one.</summary>
    private Session Find(int number)
    {
        if (!_open.TryGetValue(number, out var session))
        {
            if (!_group.TryOpen(out var stream))
            {
                throw new StreamProblemException(
                    $"{_group.Capacity} sessions are in the middle of a sentence; no more are allowed.",
                    isExhausted: true);
            }

            _open.Add(number, session = new Session(number, stream));
        }

        return session;
    }

    private void Tick(SessionLabels answer)
    {
        var count = _sessions.Count;
        if (_tickLabels.Length < count)
        {
            _tickLabels = new int[Math.Min(_group.Capacity, 2 * count)];
        }

        var labels = _tickLabels.AsSpan(0, count);
        _group.Tick(CollectionsMarshal.AsSpan(_streams), CollectionsMarshal.AsSpan(_words), labels);
        for (var i = 0; i < count; i++)
        {
            _sessions[i].IsInTick = false;
            if (labels[i] >= 0)
            {
                Tell(_sessions[i], labels[i], answer);
            }
        }

        _sessions.Clear();
        _streams.Clear();
        _words.Clear();
    }

    private void Complete(Session session, SessionLabels answer)
    {
        foreach (var label in _rest.AsSpan(0, _group.Complete(session.Stream, _rest)))
        {
            Tell(session, label, answer);
        }

        _group.Close(session.Stream);
    }

    private void Tell(Session session, int label, SessionLabels answer) =>
        answer.Labels.Add(new SessionLabel
        {
            Session = session.Number,
            Word = session.LabelCount++,
            Label = _labels[label],
        });

    /// <summary>A session in the middle of a sentence.</summary>
    private sealed class Session(int number, int stream)
    {
        /// <summary>The number that the caller chose.</summary>
        public int Number { get; } = number;

        /// <summary>The number of its stream in the group.</summary>
        public int Stream { get; } = stream;

        /// <summary>How many words of the sentence have come.</summary>
        public int WordCount { get; set; }

        /// <summary>How many of their labels the caller was told.</summary>
        public int LabelCount { get; set; }

        public bool IsInTick { get; set; }
    }
}
