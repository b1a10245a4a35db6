namespace FastElman.Soak.Calls;

/// <summary>Words that come one by one, with streams of the thread; some move to another stream on the way.</summary>
internal sealed class StreamCalls
{
    private const int LongestDelay = 64;

    private readonly KnownModel[] _models;
    private readonly TaggingStream[] _streams;

    public StreamCalls(KnownModel[] models)
    {
        _models = [.. models.Where(model => model.Compiled.CanStream)];
        _streams = [.. _models.Select(model => new TaggingStream(model.Compiled))];
    }

    public IEnumerable<Call> All =>
    [
        new("stream", 10, Labels),
        new("stream, probabilities", 10, Probabilities),
        new("stream, saved and restored", 10, Confidence),
        new("stream of texts", 5, Texts),
    ];

    private bool Labels(Random random)
    {
        var (number, i) = (random.Next(_models.Length), random.Next(_models[0].Answers.Count));
        var (stream, words) = (_streams[number], _models[number].Sentences.Words[i]);
        var labels = new int[words.Length];
        var done = 0;
        foreach (var word in words)
        {
            done += stream.Push(word, out labels[done]) ? 1 : 0;
            if (Draw.OnceIn(random, 2))
            {
                stream.Prepare();
            }
        }

        done += stream.Complete(labels.AsSpan(done));
        return done == words.Length && _models[number].Answers[i].HasLabels(labels);
    }

    private bool Probabilities(Random random)
    {
        var (number, i) = (random.Next(_models.Length), random.Next(_models[0].Answers.Count));
        var (stream, words) = (_streams[number], _models[number].Sentences.Words[i]);
        var answer = _models[number].Answers[i];
        var count = _models[number].Compiled.Shape.LabelCount;
        var (labels, rows) = (new int[words.Length], new float[words.Length * count]);
        var done = 0;
        foreach (var word in words)
        {
            done += stream.Push(word, out labels[done], rows.AsSpan(done * count, count)) ? 1 : 0;
        }

        done += stream.Complete(labels.AsSpan(done), rows.AsSpan(done * count));
        return done == words.Length && answer.HasLabels(labels) && answer.HasProbabilities(rows);
    }

    /// <summary>Goes on in a new stream after some words; the one before is left in the middle and reset.</summary>
    private bool Confidence(Random random)
    {
        var (number, i) = (random.Next(_models.Length), random.Next(_models[0].Answers.Count));
        var (stream, words) = (_streams[number], _models[number].Sentences.Words[i]);
        var answer = _models[number].Answers[i];
        var (labels, confidence) = (new int[words.Length], new float[words.Length]);
        var done = 0;
        foreach (var word in words)
        {
            if (Draw.OnceIn(random, 8))
            {
                var state = new byte[stream.StateByteCount];
                stream.SaveState(state);
                stream = new TaggingStream(_models[number].Compiled);
                stream.RestoreState(state);
            }

            done += stream.PushWithConfidence(word, out labels[done], out confidence[done]) ? 1 : 0;
        }

        done += stream.CompleteWithConfidence(labels.AsSpan(done), confidence.AsSpan(done));
        if (stream != _streams[number])
        {
            _streams[number].Reset();
        }

        return done == words.Length && answer.HasLabels(labels) && answer.HasConfidence(confidence);
    }

    private bool Texts(Random random)
    {
        var (number, i) = (random.Next(_models.Length), random.Next(_models[0].Answers.Count));
        var (stream, text) = (_streams[number], _models[number].Sentences.Texts[i]);
        var labels = new List<string>();
        foreach (var word in text.Split(' '))
        {
            if (stream.Push(word, out var label))
            {
                labels.Add(label!);
            }
        }

        var rest = new string[LongestDelay];
        labels.AddRange(rest.Take(stream.Complete(rest)));
        var names = _models[number].Compiled.Labels!;
        return labels.SequenceEqual(_models[number].Answers[i].Labels.Select(label => names[label]));
    }
}
