namespace FastElman.Soak.Calls;

/// <summary>
/// Groups of the thread, in which sentences begin, pause, are closed in the middle and go on in another stream.
/// </summary>
internal sealed class GroupCalls
{
    private const int Capacity = 12;

    private const int TicksOfCall = 40;

    private readonly KnownModel[] _models;
    private readonly StreamGroup[] _groups;

    /// <summary>[groups]: what is open in each, by the number of its stream.</summary>
    private readonly Dictionary<int, Session>[] _sessions;

    public GroupCalls(KnownModel[] models)
    {
        _models = [.. models.Where(model => model.Compiled.CanStream)];
        _groups = [.. _models.Select(model => new StreamGroup(model.Compiled, Capacity))];
        _sessions = [.. _models.Select(_ => new Dictionary<int, Session>())];
    }

    public IEnumerable<Call> All => [new("stream group, 40 ticks", 5, Tick)];

    private bool Tick(Random random)
    {
        var number = random.Next(_models.Length);
        var (model, group, sessions) = (_models[number], _groups[number], _sessions[number]);
        var isRight = true;
        for (var tick = 0; tick < TicksOfCall; tick++)
        {
            Open(random, model, group, sessions);
            Move(random, group, sessions);
            int[] streams =
            [
                .. sessions.Where(each => !each.Value.IsPushed && !Draw.OnceIn(random, 5)).Select(each => each.Key),
            ];
            int[] words = [.. streams.Select(stream => sessions[stream].Next())];
            var labels = new int[streams.Length];
            var confidence = new float[streams.Length];
            group.TickWithConfidence(streams, words, labels, confidence);
            for (var i = 0; i < streams.Length; i++)
            {
                if (labels[i] >= 0)
                {
                    sessions[streams[i]].Add(labels[i], confidence[i]);
                }
            }

            if (Draw.OnceIn(random, 4))
            {
                group.Prepare();
            }

            isRight &= Complete(random, model, group, sessions);
        }

        return isRight && group.OpenCount == sessions.Count;
    }

    private static void Open(
        Random random, KnownModel model, StreamGroup group, Dictionary<int, Session> sessions)
    {
        while (Draw.OnceIn(random, 2) && group.TryOpen(out var stream))
        {
            var sentence = random.Next(model.Answers.Count);
            sessions.Add(stream, new Session(sentence, model.Sentences.Words[sentence]));
        }
    }

    /// <summary>Drops a stream in the middle, or lets its sentence go on in another stream.</summary>
    private static void Move(Random random, StreamGroup group, Dictionary<int, Session> sessions)
    {
        if (sessions.Count == 0 || !Draw.OnceIn(random, 6))
        {
            return;
        }

        var (stream, session) = Draw.Of(random, [.. sessions]);
        var state = new byte[group.StateByteCount];
        group.SaveState(stream, state);
        group.Close(stream);
        sessions.Remove(stream);
        if (Draw.OnceIn(random, 2))
        {
            return;
        }

        stream = group.Open();
        group.RestoreState(stream, state);
        sessions.Add(stream, session);
    }

    private static bool Complete(
        Random random, KnownModel model, StreamGroup group, Dictionary<int, Session> sessions)
    {
        var isRight = true;
        foreach (var (stream, session) in sessions.Where(each => each.Value.IsPushed).ToArray())
        {
            var (labels, confidence) = session.Rest();
            isRight &= group.CompleteWithConfidence(stream, labels, confidence) == labels.Length
                && session.IsRight(model.Answers[session.Sentence]);
            sessions.Remove(stream);
            if (Draw.OnceIn(random, 2))
            {
                var sentence = random.Next(model.Answers.Count);
                sessions.Add(stream, new Session(sentence, model.Sentences.Words[sentence]));
            }
            else
            {
                group.Close(stream);
            }
        }

        return isRight;
    }

    /// <summary>A sentence in a stream: its words so far, and what was said about them.</summary>
    private sealed class Session(int sentence, int[] words)
    {
        private readonly int[] _labels = new int[words.Length];
        private readonly float[] _confidence = new float[words.Length];
        private int _pushed;
        private int _done;

        public int Sentence => sentence;

        public bool IsPushed => _pushed == words.Length;

        public int Next() => words[_pushed++];

        public void Add(int label, float confidence)
        {
            (_labels[_done], _confidence[_done]) = (label, confidence);
            _done++;
        }

        public Remainder Rest() => new(_labels.AsSpan(_done), _confidence.AsSpan(_done));

        public bool IsRight(Answer answer) => answer.HasLabels(_labels) && answer.HasConfidence(_confidence);
    }

    private readonly ref struct Remainder(Span<int> labels, Span<float> confidence)
    {
        private readonly Span<int> _labels = labels;
        private readonly Span<float> _confidence = confidence;

        public void Deconstruct(out Span<int> labels, out Span<float> confidence)
        {
            labels = _labels;
            confidence = _confidence;
        }
    }
}
