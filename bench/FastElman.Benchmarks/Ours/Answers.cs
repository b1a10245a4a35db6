namespace FastElman.Benchmarks.Ours;

/// <summary>Room for the answers for so many words, and the call that gives them.</summary>
internal sealed class Answers(CompiledModel model, int words, Answer answer)
{
    private readonly int _labelCount = model.Shape.LabelCount;
    private readonly int[] _labels = new int[words];
    private readonly float[] _probabilities =
        new float[answer == Answer.Probabilities ? words * model.Shape.LabelCount : 0];
    private readonly float[] _confidence = new float[answer == Answer.Confidence ? words : 0];

    /// <summary>[words].</summary>
    public Span<int> Labels => _labels;

    /// <summary>A sentence, whose answers begin at a place.</summary>
    public void Tag(Tagger tagger, int[] sentence, int first)
    {
        var labels = _labels.AsSpan(first, sentence.Length);
        switch (answer)
        {
            case Answer.Label:
                tagger.Tag(sentence, labels);
                break;
            case Answer.Confidence:
                tagger.TagWithConfidence(sentence, labels, _confidence.AsSpan(first, sentence.Length));
                break;
            default:
                tagger.Tag(
                    sentence, labels, _probabilities.AsSpan(first * _labelCount, sentence.Length * _labelCount));
                break;
        }
    }

    /// <summary>All sentences together.</summary>
    public void Tag(BatchTagger tagger, int[] words, int[] lengths)
    {
        switch (answer)
        {
            case Answer.Label:
                tagger.Tag(words, lengths, _labels);
                break;
            case Answer.Confidence:
                tagger.TagWithConfidence(words, lengths, _labels, _confidence);
                break;
            default:
                tagger.Tag(words, lengths, _labels, _probabilities);
                break;
        }
    }

    /// <summary>The next word of a stream.</summary>
    public void Push(TaggingStream stream, int word)
    {
        switch (answer)
        {
            case Answer.Label:
                stream.Push(word, out _labels[0]);
                break;
            case Answer.Confidence:
                stream.PushWithConfidence(word, out _labels[0], out _confidence[0]);
                break;
            default:
                stream.Push(word, out _labels[0], _probabilities);
                break;
        }
    }
}
