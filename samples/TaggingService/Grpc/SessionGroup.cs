using System.Runtime.InteropServices;
using FastElman.Samples.TaggingService.Limits;
using FastElman.Samples.TaggingService.Streaming;

namespace FastElman.Samples.TaggingService.Grpc;

/// <summary>
/// The sessions of one call. Words that come in one message advance together, in one tick of a
/// <see cref="StreamGroup"/>, which takes less time than each of them alone.
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

    /// <summary>How many words of its sentence each session has sent, and how many labels it was told.</summary>
    private readonly int[] _wordCounts;
    private readonly int[] _labelCounts;

    /// <summary>The tick that is being filled: a session and its word each.</summary>
    private readonly List<int> _sessions = [];
    private readonly List<int> _words = [];
    private readonly bool[] _isInTick;
    private int[] _tickLabels = [];

    public SessionGroup(CompiledModel model, int capacity, int maximumWords)
    {
        _group = new StreamGroup(model, capacity);
        _tokenizer = model.Tokenizer!;
        _vocabulary = model.Vocabulary!;
        _labels = model.Labels!;
        _maximumWords = maximumWords;
        _rest = new int[_group.Delay];
        _wordCounts = new int[capacity];
        _labelCounts = new int[capacity];
        _isInTick = new bool[capacity];
        _tokens = new Range[1024];
    }

    /// <summary>Takes words of some sessions, and gives the labels that are known by then.</summary>
    /// <exception cref="StreamProblemException">
    /// There is no such session, its sentence is too long, or it has a word that the model cannot take.
    /// </exception>
    public SessionLabels Advance(SessionWords message)
    {
        var answer = new SessionLabels();
        foreach (var word in message.Words)
        {
            if ((uint)word.Session >= (uint)_group.Capacity)
            {
                throw new StreamProblemException(
                    $"There is no session {word.Session}; sessions are 0 to {_group.Capacity - 1}.");
            }

            Add(word.Session, word.Text, answer);
            if (word.End)
            {
                Tick(answer);
                Complete(word.Session, answer);
            }
        }

        Tick(answer);
        return answer;
    }

    private void Add(int session, string text, SessionLabels answer)
    {
        if (text.Length > _tokens.Length)
        {
            throw new StreamProblemException(
                $"A word has {text.Length} characters; at most {_tokens.Length} are allowed.");
        }

        foreach (var token in _tokens.AsSpan(0, _tokenizer.Tokenize(text, _tokens)))
        {
            if (++_wordCounts[session] > _maximumWords)
            {
                throw new StreamProblemException(
                    $"The sentence of session {session} has more than {_maximumWords} words; no more are allowed.");
            }

            var word = text.AsSpan(token);
            if (_vocabulary.Refuses(word))
            {
                throw new StreamProblemException(UnknownWords.Problem(
                    $"at place {_wordCounts[session] - 1} of the sentence of session {session}"));
            }

            // The second word of a session depends on the first: it waits for the next tick.
            if (_isInTick[session])
            {
                Tick(answer);
            }

            _isInTick[session] = true;
            _sessions.Add(session);
            _words.Add(_vocabulary.GetIndex(word));
        }
    }

    private void Tick(SessionLabels answer)
    {
        var count = _sessions.Count;
        if (_tickLabels.Length < count)
        {
            _tickLabels = new int[Math.Min(_group.Capacity, 2 * count)];
        }

        var labels = _tickLabels.AsSpan(0, count);
        _group.Tick(CollectionsMarshal.AsSpan(_sessions), CollectionsMarshal.AsSpan(_words), labels);
        for (var i = 0; i < count; i++)
        {
            _isInTick[_sessions[i]] = false;
            if (labels[i] >= 0)
            {
                Tell(_sessions[i], labels[i], answer);
            }
        }

        _sessions.Clear();
        _words.Clear();
    }

    private void Complete(int session, SessionLabels answer)
    {
        foreach (var label in _rest.AsSpan(0, _group.Complete(session, _rest)))
        {
            Tell(session, label, answer);
        }

        _wordCounts[session] = 0;
        _labelCounts[session] = 0;
    }

    private void Tell(int session, int label, SessionLabels answer) =>
        answer.Labels.Add(new SessionLabel
        {
            Session = session,
            Word = _labelCounts[session]++,
            Label = _labels[label],
        });
}
