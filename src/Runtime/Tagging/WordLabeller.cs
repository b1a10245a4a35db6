namespace FastElman.Tagging;

/// <summary>A stream with the words that wait for their label.</summary>
internal sealed class WordLabeller
{
    private readonly TaggingStream _stream;
    private readonly Vocabulary _vocabulary;
    private readonly Queue<string> _waiting;

    /// <param name="stream">The stream, which forgets the sentence that it is in.</param>
    public WordLabeller(TaggingStream stream)
    {
        var (tokenizer, _) = stream.Model.RequireNames();
        _stream = stream;
        _vocabulary = tokenizer.Vocabulary;
        _waiting = new Queue<string>(stream.Delay + 1);
        stream.Reset();
    }

    /// <summary>Takes the next word.</summary>
    /// <returns>Whether there is a labelled word.</returns>
    public bool TryPush(string word, out LabelledWord labelled)
    {
        ArgumentNullException.ThrowIfNull(word);
        var hasAnswer = _stream.PushWithConfidence(word, _vocabulary, out var label, out var confidence);
        _waiting.Enqueue(word);
        labelled = hasAnswer ? new LabelledWord(_waiting.Dequeue(), label, confidence) : default;
        return hasAnswer;
    }

    /// <summary>Ends the sentence.</summary>
    /// <returns>The words that waited.</returns>
    public LabelledWord[] Complete()
    {
        var labels = new int[_waiting.Count];
        var confidence = new float[labels.Length];
        _stream.CompleteWithConfidence(labels, confidence);
        var words = new LabelledWord[labels.Length];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = new LabelledWord(_waiting.Dequeue(), labels[i], confidence[i]);
        }

        return words;
    }
}
