namespace FastElman.Training.Demonstration;

/// <summary>
/// A corpus that needs no file: invented requests for flights in three sets, made to show what the network is for. Where the same
/// word has several labels, the words before it decide, and some cities occur only once or only in the test set.
/// </summary>
/// <remarks>Immutable and thread-safe. The same arguments give the same corpus on every machine.</remarks>
public sealed class FlightRequests
{
    private FlightRequests(LabelledSentence[] train, LabelledSentence[] validation, LabelledSentence[] test)
    {
        Train = train;
        Validation = validation;
        Test = test;
        Vocabulary = VocabularyOf(train);
        Labels = new LabelSet(train.SelectMany(sentence => sentence.Labels).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>The sentences to train on.</summary>
    public IReadOnlyList<LabelledSentence> Train { get; }

    /// <summary>The sentences to choose the best model by.</summary>
    public IReadOnlyList<LabelledSentence> Validation { get; }

    /// <summary>The sentences to score it on.</summary>
    public IReadOnlyList<LabelledSentence> Test { get; }

    /// <summary>The words of <see cref="Train"/>, each digit as <c>DIGIT</c>; those that occur only once are left to <c>&lt;UNK&gt;</c>.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The labels of <see cref="Train"/>.</summary>
    public LabelSet Labels { get; }

    /// <summary>Writes a corpus. No sentence stands in it twice.</summary>
    /// <param name="seed">Another seed gives other sentences.</param>
    /// <param name="trainCount">Sentences to train on, 0 to 10000.</param>
    /// <param name="validationCount">Sentences of the validation set, 0 to 10000.</param>
    /// <param name="testCount">Sentences of the test set, 0 to 10000.</param>
    /// <returns>The corpus.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is out of its range.</exception>
    public static FlightRequests Generate(ulong seed = 1, int trainCount = 1500, int validationCount = 200, int testCount = 300)
    {
        var random = new SplitMix64(seed);
        var grammar = new LabellingGrammar(FlightGrammar.Rules);
        var known = new HashSet<string>(StringComparer.Ordinal);
        return new FlightRequests(
            Write(trainCount, nameof(trainCount)), Write(validationCount, nameof(validationCount)), Write(testCount, nameof(testCount)));

        LabelledSentence[] Write(int count, string name)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count, name);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 10_000, name);
            var sentences = new LabelledSentence[count];
            for (var i = 0; i < count; i++)
            {
                do
                {
                    sentences[i] = grammar.Write(FlightGrammar.Start, random);
                }
                while (!known.Add(string.Join(' ', sentences[i].Words)));
            }

            return sentences;
        }
    }

    private static Vocabulary VocabularyOf(LabelledSentence[] sentences) => new(sentences
        .SelectMany(sentence => sentence.Words)
        .Select(WithDigits)
        .GroupBy(word => word, StringComparer.Ordinal)
        .Where(occurrences => occurrences.Count() > 1)
        .Select(occurrences => occurrences.Key)
        .Append(Vocabulary.UnknownWord)
        .Order(StringComparer.Ordinal));

    private static string WithDigits(string word) =>
        string.Concat(word.Select(character => char.IsAsciiDigit(character) ? Vocabulary.DigitWord : character.ToString()));
}
