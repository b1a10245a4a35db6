using FastElman.Training.Evaluation;

namespace FastElman.Training.Tests.Evaluation;

/// <summary>What Perl's <c>split</c> gives for the same arguments.</summary>
public sealed class ConllFieldsTests
{
    [Theory]
    [InlineData(" ", "a b c", 3, "a", "b", "c")]
    [InlineData(" ", " a  b ", 4, "", "", "b")]
    [InlineData(" ", "   ", 0, "", "", "")]
    [InlineData(@"\t", "a\tb c\td", 3, "a", "b c", "d")]
    [InlineData(@"\s+", "a \t b\t", 2, "a", "a", "b")]
    [InlineData("", "abc", 3, "a", "b", "c")]
    [InlineData("|", "a|", 2, "a", "a", "|")]
    [InlineData(" *", "a b", 2, "a", "a", "b")]
    [InlineData("( )", "a b", 3, "a", " ", "b")]
    [InlineData(@"\s", "a\u00A0b c", 2, "a\u00A0b", "a\u00A0b", "c")]
    [InlineData(",", "", 0, "", "", "")]
    [InlineData(",", "a", 1, "a", "", "a")]
    public void Fields_are_those_of_the_script(
        string delimiter, string line, int count, string first, string gold, string predicted)
    {
        var found = new ConllFields(delimiter).Split(line, out var fields);

        Assert.Equal(
            (count, first, gold, predicted),
            (found, fields.First.ToString(), fields.Gold.ToString(), fields.Predicted.ToString()));
    }
}
