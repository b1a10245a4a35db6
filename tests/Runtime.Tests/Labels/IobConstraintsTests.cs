using FastElman.Labels;

namespace FastElman.Tests.Labels;

public sealed class IobConstraintsTests
{
    [Theory]
    [InlineData(null, "O", true)]
    [InlineData(null, "B-city", true)]
    [InlineData(null, "I-city", false)]
    [InlineData("O", "O", true)]
    [InlineData("O", "B-city", true)]
    [InlineData("O", "I-city", false)]
    [InlineData("B-city", "O", true)]
    [InlineData("B-city", "B-city", true)]
    [InlineData("B-city", "I-city", true)]
    [InlineData("B-city", "B-date", true)]
    [InlineData("B-city", "I-date", false)]
    [InlineData("I-city", "O", true)]
    [InlineData("I-city", "B-city", true)]
    [InlineData("I-city", "I-city", true)]
    [InlineData("I-city", "I-date", false)]
    public void Inside_stands_only_behind_the_begin_or_the_inside_of_the_same_slot(
        string? before, string label, bool may) =>
        Assert.Equal(may, MayFollow(before, label));

    /// <summary>The name of a slot is all that follows the first two characters, compared as it is.</summary>
    [Theory]
    [InlineData("B-city", "I-city.name", false)]
    [InlineData("B-city.name", "I-city", false)]
    [InlineData("B-a-b", "I-a-b", true)]
    [InlineData("B-City", "I-city", false)]
    [InlineData("b-city", "I-city", false)]
    [InlineData("B-", "I-", true)]
    [InlineData("B-x", "I-", false)]
    [InlineData("X-city", "I-city", false)]
    [InlineData("I", "I-", false)]
    public void Slots_are_compared_character_by_character(string before, string label, bool may) =>
        Assert.Equal(may, MayFollow(before, label));

    [Theory]
    [InlineData("I")]
    [InlineData("i-city")]
    [InlineData("Inside")]
    [InlineData("S-city")]
    public void A_label_that_is_none_of_the_scheme_stands_anywhere(string label)
    {
        Assert.All(
            (string?[])[null, "O", "B-city", "I-date", label],
            before => Assert.True(MayFollow(before, label)));
    }

    /// <summary>In both orders of the labels.</summary>
    private static bool MayFollow(string? before, string label)
    {
        string[] names = [.. new[] { before, label }.OfType<string>().Distinct()];
        var labels = new LabelSet(names);
        var reversed = new LabelSet(names.Reverse());
        var may = new IobConstraints(labels).MayFollow(IndexIn(labels), labels.GetIndex(label));
        Assert.Equal(may, new IobConstraints(reversed).MayFollow(IndexIn(reversed), reversed.GetIndex(label)));
        return may;

        int IndexIn(LabelSet set) => before is null ? -1 : set.GetIndex(before);
    }
}
