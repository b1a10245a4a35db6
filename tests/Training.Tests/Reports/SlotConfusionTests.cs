using FastElman.Training.Reports;

namespace FastElman.Training.Tests.Reports;

public class SlotConfusionTests
{
    [Fact]
    public void Words_are_counted_by_slot_whether_they_begin_one_or_not()
    {
        var confusion = Of(("B-a", "I-a"), ("I-a", "B-b"), ("B-a", "B-b"), ("O", "O"));

        Assert.Equal((1, 2, 0), (confusion.Count("a", "a"), confusion.Count("a", "b"), confusion.Count("b", "a")));
    }

    [Fact]
    public void The_slots_with_the_most_wrong_words_come_first_and_outside_last()
    {
        var confusion = Of(("B-c", "O"), ("O", "B-b"), ("O", "B-b"), ("B-a", "B-a"), ("B-d", "B-e"));

        Assert.Equal(["b", "c", "d", "e", "O"], confusion.MostConfused(20));
        Assert.Equal(["b", "O"], confusion.MostConfused(1));
    }

    [Fact]
    public void Outside_is_left_out_where_it_was_not_confused() =>
        Assert.Equal(["a", "b"], Of(("B-a", "B-b"), ("O", "O")).MostConfused(20));

    [Fact]
    public void Without_a_mistake_there_is_none() => Assert.Empty(Of(("B-a", "B-a"), ("O", "O")).MostConfused(20));

    [Theory]
    [InlineData("B-fromloc.city_name", "fromloc.city_name")]
    [InlineData("I-a-b", "a-b")]
    [InlineData("O", "O")]
    [InlineData("-", "")]
    public void A_slot_is_what_stands_behind_the_first_hyphen(string label, string slot) =>
        Assert.Equal(slot, SlotConfusion.SlotOf(label));

    private static SlotConfusion Of(params (string Gold, string Predicted)[] words) => new(
    [
        new TaggedSentence(
            [.. words.Select(_ => "x")],
            new bool[words.Length],
            [.. words.Select(word => word.Gold)],
            [.. words.Select(word => word.Predicted)]),
    ]);
}
