namespace FastElman.Fixtures;

/// <summary>Models of any shape whose parameters are uniform random numbers from a seed.</summary>
public static class RandomModel
{
    /// <summary>
    /// All tensors uniform in [−range, range). The tutorial's seven are the same whatever else the variant has.
    /// </summary>
    public static ElmanParameters Parameters(ElmanShape shape, int seed, float range = 0.2f)
    {
        var random = new Random(seed);
        var parameters = new ElmanParameters(shape);
        foreach (var tensor in shape.Tensors)
        {
            foreach (ref var value in parameters[tensor])
            {
                value = ((random.NextSingle() * 2) - 1) * range;
            }
        }

        return parameters;
    }

    /// <summary>Word indices of a sentence; with padding, −1 and the index of the padding row are among them.</summary>
    public static int[] Sentence(ElmanShape shape, int length, int seed, bool withPadding = false)
    {
        var random = new Random(seed);
        var words = new int[length];
        for (var i = 0; i < length; i++)
        {
            var padding = shape.VocabularySize == 0 || (withPadding && random.Next(6) == 0);
            words[i] = !padding ? random.Next(shape.VocabularySize) : random.Next(2) == 0 ? -1 : shape.PaddingRow;
        }

        return words;
    }

    /// <summary>A vocabulary worda, wordb … with <c>&lt;UNK&gt;</c> as its last word.</summary>
    public static Vocabulary Vocabulary(ElmanShape shape) =>
        new(Enumerable.Range(0, shape.VocabularySize - 1).Select(Word).Append(FastElman.Vocabulary.UnknownWord));

    /// <summary>A label set label0, label1 ….</summary>
    public static LabelSet Labels(ElmanShape shape) =>
        new(Enumerable.Range(0, shape.LabelCount).Select(i => $"label{i}"));

    /// <summary>A word for an index, spelt without digits, which the vocabulary would take apart.</summary>
    public static string Word(int index) =>
        "word" + string.Concat($"{index}".Select(digit => (char)('a' + digit - '0')));
}
