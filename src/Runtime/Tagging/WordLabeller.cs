namespace FastElman.Tagging;

/// <summary>A stream with the words that wait for their label.</summary>
internal sealed class WordLabeller
{
    private readonly TaggingStream _stream;
    private readonly Vocabulary _vocabulary;
    private readonly Queue<string> _waiting;
    private readonly float[] _probabilities;

    /// <param name="stream">The stream, which forgets the sentence that it is in.</param>
    public WordLabeller(TaggingStream stream)
    {
        var (tokenizer, _) = stream.Model.RequireNames();
        _stream = stream;
        _vocabulary = tokenizer.Vocabulary;
        _waiting = new Queue<string>(stream.Delay + 1);
        _probabilities = new float[stream.Model.Shape.LabelCount];
        stream.Reset();
    }

    /// <summary>Takes the next word.</summary>
    /// <returns>Whether there is a labelled word.</returns>
    public bool TryPush(string word, out LabelledWord labelled)
    {
        ArgumentNullException.ThrowIfNull(word);
        var hasAnswer = _stream.Push(_vocabulary.GetIndex(word), out var label, _probabilities);
        _waiting.Enqueue(word);
        labelled = hasAnswer ? new LabelledWord(_waiting.Dequeue(), label, _probabilities[label]) : default;
        return hasAnswer;
    }

    /// <summary>Ends the sentence.</summary>
    /// <returns>The words that waited.</returns>
    public LabelledWord[] Complete()
    {
        var labels = new int[_waiting.Count];
        var probabilities = new float[labels.Length * _probabilities.Length];
        _stream.Complete(labels, probabilities);
        var words = new LabelledWord[labels.Length];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = new LabelledWord(
                _waiting.Dequeue(), labels[i], probabilities[(i * _probabilities.Length) + labels[i]]);
        }

        return words;
    }
}
