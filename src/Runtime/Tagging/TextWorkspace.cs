using FastElman.Network;

namespace FastElman.Tagging;

/// <summary>Memory for the tokens of texts, reused for text after text; it grows with the longest so far.</summary>
internal sealed class TextWorkspace
{
    /// <summary>Tokens of the longest text whose memory a pool keeps.</summary>
    private const int UsualLength = 1 << 14;

    /// <summary>[capacity]: the probability of each label.</summary>
    private float[] _confidence = [];

    /// <summary>[capacity]: the probability of each label given the label before.</summary>
    private float[] _continuations = [];

    /// <summary>[capacity]: the place of each token in its text.</summary>
    public Range[] Tokens { get; private set; } = [];

    /// <summary>[capacity]: the word index of each token.</summary>
    public int[] Words { get; private set; } = [];

    /// <summary>[capacity]: the label index of each token.</summary>
    public int[] Labels { get; private set; } = [];

    /// <summary>Whether a pool should keep it: not after a very long text.</summary>
    public bool IsOfUsualSize => Tokens.Length <= UsualLength;

    /// <summary>Receives the probability of the labels of the first tokens, both parts.</summary>
    /// <param name="count">The number of tokens, for which there is room.</param>
    public LabelConfidence ConfidenceOf(int count) =>
        new(_confidence.AsSpan(0, count), _continuations.AsSpan(0, count));

    /// <summary>Makes room for some tokens; what is there stays.</summary>
    public void Reserve(int tokens)
    {
        if (tokens <= Tokens.Length)
        {
            return;
        }

        var capacity = Math.Max(tokens, (int)Math.Min(2L * Tokens.Length, Array.MaxLength));
        Tokens = Grown(Tokens, capacity);
        Words = Grown(Words, capacity);
        Labels = Grown(Labels, capacity);
        _confidence = Grown(_confidence, capacity);
        _continuations = Grown(_continuations, capacity);
    }

    private static T[] Grown<T>(T[] array, int capacity)
    {
        Array.Resize(ref array, capacity);
        return array;
    }
}
