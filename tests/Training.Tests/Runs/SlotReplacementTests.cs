using FastElman.Training.Randomness;
using FastElman.Training.Runs;

namespace FastElman.Training.Tests.Runs;

/// <summary>Slots that get the values of others.</summary>
public sealed class SlotReplacementTests
{
    private const int Draws = 4000;

    private static readonly string[] Words = ["to", "from", "at", "rome", "oslo", "san", "jose", "noon", "<UNK>"];
    private static readonly LabelSet Labels =
        new(["O", "B-from.city", "I-from.city", "B-to.city", "I-to.city", "B-stop.city", "B-time", "B", "I"]);

    private static readonly TrainingSentence[] Sentences =
    [
        Sentence("to/O rome/B-to.city at/O noon/B-time"),
        Sentence("from/O rome/B-from.city to/O rome/B-to.city"),
        Sentence("to/O rome/B-to.city from/O san/B-from.city jose/I-from.city"),
    ];

    [Fact]
    public void A_slot_gets_values_of_its_kind_and_keeps_its_name()
    {
        var found = Replaced(1, Sentence("from/O oslo/B-from.city to/O oslo/B-to.city at/O noon/B-time"));

        // Oslo is in no sentence that values come from.
        Assert.Equal(
            [
                "from/O rome/B-from.city to/O rome/B-to.city at/O noon/B-time",
                "from/O rome/B-from.city to/O san/B-to.city jose/I-to.city at/O noon/B-time",
                "from/O san/B-from.city jose/I-from.city to/O rome/B-to.city at/O noon/B-time",
                "from/O san/B-from.city jose/I-from.city to/O san/B-to.city jose/I-to.city at/O noon/B-time",
            ],
            found.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_stands_before_between_and_behind_slots_stays() => Assert.Equal(
        ["at/O to/O noon/B-time from/O at/O"],
        Draw(new SlotReplacement(1, Labels, [Sentences[0]]), Sentence("at/O to/O oslo/B-time from/O at/O")).Distinct());

    [Theory]
    [InlineData(0.25)]
    [InlineData(0.5)]
    public void A_share_of_the_slots_gets_another_value(double share)
    {
        var found = Replaced(share, Sentence("to/O oslo/B-to.city"));

        Assert.Equal(share, found.Count(text => text != "to/O oslo/B-to.city") / (double)Draws, 0.03);
    }

    /// <summary>Rome stands there four times, San Jose once.</summary>
    [Fact]
    public void A_value_comes_with_the_root_of_how_often_it_stands_there()
    {
        var found = Replaced(1, Sentence("to/O oslo/B-to.city"));

        Assert.Equal(2 / 3.0, found.Count(text => text == "to/O rome/B-to.city") / (double)Draws, 0.03);
    }

    [Fact]
    public void A_slot_without_a_label_for_further_words_keeps_its_value_where_these_would_need_it() => Assert.Equal(
        ["to/O oslo/B-stop.city", "to/O rome/B-stop.city"],
        Replaced(1, Sentence("to/O oslo/B-stop.city")).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void What_is_in_no_slot_or_in_a_slot_without_values_stays_as_it_is()
    {
        var replacement = new SlotReplacement(1, Labels, [Sentences[0]]);
        foreach (var text in (string[])["to/O from/O at/O", "san/B jose/I"])
        {
            var sentence = Sentence(text);

            Assert.Equal(sentence, replacement.Apply(sentence, new SplitMix64(1)));
        }
    }

    [Fact]
    public void Slots_without_names_are_of_one_kind() => Assert.Equal(
        ["san/B jose/I to/O san/B jose/I"],
        new HashSet<string>(Draw(
            new SlotReplacement(1, Labels, [Sentence("to/O san/B jose/I")]), Sentence("rome/B to/O oslo/B"))));

    [Fact]
    public void Values_of_many_words_are_put_nowhere()
    {
        var longest = Value(SlotReplacement.LongestValue);
        var longer = Value(SlotReplacement.LongestValue + 1);

        Assert.Equal(
            [longest],
            Draw(new SlotReplacement(1, Labels, [Sentence(longest), Sentence(longer)]), Sentence("oslo/B-to.city"))
                .Distinct());

        static string Value(int words) =>
            "rome/B-to.city" + string.Concat(Enumerable.Repeat(" jose/I-to.city", words - 1));
    }

    [Theory]
    [InlineData("B-x I-x O", null)]
    [InlineData("O B I", null)]
    [InlineData("NOUN VERB X", null)]
    [InlineData("O B-x E-x", "E-x")]
    [InlineData("S-x O", "S-x")]
    [InlineData("O B-x L-x", "L-x")]
    [InlineData("O U-x", "U-x")]
    [InlineData("O B-x M-x", "M-x")]
    public void Labels_of_other_schemes_than_IOB_are_found(string labels, string? foreign) =>
        Assert.Equal(foreign, SlotReplacement.FindForeign(new LabelSet(labels.Split(' '))));

    [Theory]
    [InlineData("O B-x", true)]
    [InlineData("O I-x", true)]
    [InlineData("B I O", true)]
    [InlineData("O", false)]
    [InlineData("NOUN VERB X", false)]
    public void Labels_have_slots_or_none(string labels, bool expected) =>
        Assert.Equal(expected, SlotReplacement.HasSlots(new LabelSet(labels.Split(' '))));

    [Fact]
    public void Neither_the_sentences_nor_their_values_change()
    {
        Replaced(0.5, Sentences[2]);

        Assert.Equal("to/O rome/B-to.city from/O san/B-from.city jose/I-from.city", Text(Sentences[2]));
        Assert.Equal("from/O rome/B-from.city to/O rome/B-to.city", Text(Sentences[1]));
    }

    private static string[] Replaced(double share, TrainingSentence sentence) =>
        Draw(new SlotReplacement(share, Labels, Sentences), sentence);

    private static string[] Draw(SlotReplacement replacement, TrainingSentence sentence)
    {
        var random = new SplitMix64(1);
        return [.. Enumerable.Range(0, Draws).Select(_ => Text(replacement.Apply(sentence, random)))];
    }

    private static TrainingSentence Sentence(string text)
    {
        string[][] pairs = [.. text.Split(' ').Select(pair => pair.Split('/'))];
        int[] words = [.. pairs.Select(pair => Array.IndexOf(Words, pair[0]))];
        int[] labels = [.. pairs.Select(pair => Labels.GetIndex(pair[1]))];
        return new TrainingSentence(words, labels, new CorpusSentence(words, labels));
    }

    private static string Text(TrainingSentence sentence) => string.Join(
        ' ', sentence.Words.Zip(sentence.Labels, (word, label) => $"{Words[word]}/{Labels[label]}"));
}
