using FastElman.Training.Corpora.BuiltIn;
using FastElman.Training.Randomness;

namespace FastElman.Training;

/// <summary>
/// A corpus that needs no file: invented requests for flights in three sets, which show what the network is for. Where
/// a word can have several labels, the words before it decide, and some cities occur only once or only in the test set.
/// </summary>
/// <remarks>Immutable and thread-safe. The same arguments give the same corpus on every machine.</remarks>
public sealed class FlightRequests
{
    private FlightRequests(CorpusSentence[] train, CorpusSentence[] validation, CorpusSentence[] test)
    {
        Train = train;
        Validation = validation;
        Test = test;
        Vocabulary = VocabularyBuilder.BuildVocabulary(train);
        Labels = VocabularyBuilder.BuildLabels(train);
    }

    /// <summary>The sentences to train on.</summary>
    public IReadOnlyList<CorpusSentence> Train { get; }

    /// <summary>The sentences to choose the best model by.</summary>
    public IReadOnlyList<CorpusSentence> Validation { get; }

    /// <summary>The sentences to score it on.</summary>
    public IReadOnlyList<CorpusSentence> Test { get; }

    /// <summary>
    /// The words of <see cref="Train"/>, each digit as <c>DIGIT</c>; those that occur only once are left to
    /// <c>&lt;UNK&gt;</c>.
    /// </summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The labels of <see cref="Train"/>.</summary>
    public LabelSet Labels { get; }

    /// <summary>Invents the requests. No sentence occurs twice.</summary>
    /// <param name="seed">Another seed gives other sentences.</param>
    /// <param name="trainCount">Sentences to train on, 0 to 10000.</param>
    /// <param name="validationCount">Sentences of the validation set, 0 to 10000.</param>
    /// <param name="testCount">Sentences of the test set, 0 to 10000.</param>
    /// <returns>The requests in three sets.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is out of its range.</exception>
    public static FlightRequests Generate(
        ulong seed = 1, int trainCount = 1500, int validationCount = 200, int testCount = 300)
    {
        var random = new SplitMix64(seed);
        var grammar = new LabellingGrammar(FlightGrammar.Rules);
        var known = new HashSet<string>(StringComparer.Ordinal);
        return new FlightRequests(
            Write(trainCount, nameof(trainCount)),
            Write(validationCount, nameof(validationCount)),
            Write(testCount, nameof(testCount)));

        CorpusSentence[] Write(int count, string name)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count, name);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 10_000, name);
            var sentences = new CorpusSentence[count];
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

    /// <summary>The requests as a corpus for training runs and reports.</summary>
    /// <returns>A corpus with the three sets, the vocabulary and the labels.</returns>
    public Corpus ToCorpus() => new(Train, Validation, Test, Vocabulary, Labels, name: "flight requests");

    /// <summary>The number of sentences in each set.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() =>
        $"flight requests: {Train.Count} train, {Validation.Count} validation, {Test.Count} test sentences";
}
