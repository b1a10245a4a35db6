using System.Security.Cryptography;
using System.Text;

namespace FastElman.Training.Tests.Corpora.BuiltIn;

public class FlightRequestsTests
{
    private static readonly FlightRequests Corpus = FlightRequests.Generate();

    private static IEnumerable<CorpusSentence> All => [.. Corpus.Train, .. Corpus.Validation, .. Corpus.Test];

    [Fact]
    public void The_corpus_is_the_same_everywhere()
    {
        var text = string.Join(
            '\n', All.Select(sentence => $"{string.Join(' ', sentence.Words)}\t{string.Join(' ', sentence.Labels)}"));

        Assert.Equal(
            "F4F05D449862F304CABF966F76FC6C5A77F5602D451B763A32799E06A730F63E",
            Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public void Another_seed_gives_another_corpus_and_the_sizes_are_as_asked()
    {
        var other = FlightRequests.Generate(seed: 2, trainCount: 30, validationCount: 20, testCount: 10);

        Assert.Equal((30, 20, 10), (other.Train.Count, other.Validation.Count, other.Test.Count));
        Assert.NotEqual(Corpus.Train[0].Words, other.Train[0].Words);
        Assert.Throws<ArgumentOutOfRangeException>(() => FlightRequests.Generate(trainCount: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => FlightRequests.Generate(testCount: 10_001));
    }

    [Fact]
    public void There_are_enough_sentences_words_and_labels()
    {
        Assert.Equal((1500, 200, 300), (Corpus.Train.Count, Corpus.Validation.Count, Corpus.Test.Count));
        Assert.InRange(Corpus.Vocabulary.Count, 300, 500);
        Assert.InRange(Corpus.Labels.Count, 50, 80);
        Assert.Equal(
            Corpus.Train.SelectMany(sentence => sentence.Labels).ToHashSet(),
            All.SelectMany(sentence => sentence.Labels).ToHashSet());
    }

    [Fact]
    public void No_sentence_stands_there_twice() =>
        Assert.Equal(2000, All.Select(sentence => string.Join(' ', sentence.Words)).Distinct().Count());

    [Fact]
    public void Labels_are_well_formed() => Assert.All(All, sentence =>
    {
        Assert.Equal(sentence.Words.Count, sentence.Labels.Count);
        Assert.NotEmpty(sentence.Words);
        var previous = "O";
        foreach (var label in sentence.Labels)
        {
            Assert.Matches("^(O|[BI]-[a-z.]+)$", label);
            Assert.True(
                label[0] != 'I' || previous == $"B{label[1..]}" || previous == label,
                string.Join(' ', sentence.Labels));
            previous = label;
        }
    });

    [Fact]
    public void Words_are_lower_case_and_in_the_vocabulary_with_digits_replaced()
    {
        Assert.All(All.SelectMany(sentence => sentence.Words), word => Assert.Matches("^[a-z0-9']+$", word));
        Assert.Contains("DIGITDIGITDIGITDIGIT", Corpus.Vocabulary);
        Assert.DoesNotContain(Corpus.Vocabulary, word => word.Any(char.IsAsciiDigit));
    }

    [Fact]
    public void A_few_words_of_every_set_are_unknown()
    {
        Assert.InRange(UnknownOf(Corpus.Train), 5, 50);
        Assert.InRange(UnknownOf(Corpus.Test), 3, 50);

        static int UnknownOf(IEnumerable<CorpusSentence> sentences) =>
            sentences.SelectMany(sentence => sentence.Words).Count(
                word => Corpus.Vocabulary.GetIndex(word) == Corpus.Vocabulary.UnknownIndex);
    }

    [Theory]
    [InlineData("oslo", "B-from.city", "B-to.city", "B-via.city", "B-city")]
    [InlineData("city", "I-from.city", "I-to.city", "I-city")]
    [InlineData("monday", "B-depart.day", "B-arrive.day", "B-return.day")]
    [InlineData("noon", "B-depart.time", "B-arrive.time")]
    [InlineData("first", "B-class", "B-flight.order", "B-depart.date")]
    [InlineData("one", "B-stops", "B-trip", "O")]
    [InlineData("narita", "B-from.airport", "B-to.airport", "B-airport")]
    [InlineData("airlines", "I-airline", "O")]
    public void The_same_word_has_several_labels(string word, params string[] labels)
    {
        var found = Corpus.Train
            .SelectMany(sentence => sentence.Words.Zip(sentence.Labels))
            .Where(pair => pair.First == word)
            .Select(pair => pair.Second)
            .ToHashSet();

        Assert.Superset(labels.ToHashSet(), found);
    }

    [Fact]
    public void What_decides_often_lies_outside_a_window_of_five_words()
    {
        var labelsOfWindow = All
            .SelectMany(sentence => sentence.Words.Select((word, t) => (
                Window: string.Join(
                    ' ', Enumerable.Range(t - 2, 5).Select(i => sentence.Words.ElementAtOrDefault(i) ?? "")),
                Label: sentence.Labels[t])))
            .GroupBy(place => place.Window)
            .Select(places => places.Select(place => place.Label).Distinct().Count());

        Assert.InRange(labelsOfWindow.Count(labels => labels > 1), 50, int.MaxValue);
    }
}
