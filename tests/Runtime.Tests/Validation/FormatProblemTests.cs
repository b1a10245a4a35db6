using FastElman.Validation;

namespace FastElman.Tests.Validation;

/// <summary>A message says something in each of its parts, also where a file says nothing.</summary>
public sealed class FormatProblemTests
{
    [Theory]
    [InlineData(null, null, "problem")]
    [InlineData("", null, "problem")]
    [InlineData("this", null, "problem (expected this)")]
    [InlineData("this", "that", "problem (expected this, found that)")]
    [InlineData("this", "", "problem (expected this, found an empty text)")]
    [InlineData("", "", "problem (found an empty text)")]
    [InlineData("", "that", "problem (found that)")]
    public void What_is_expected_and_found_is_told_where_it_is_known(string? expected, string? found, string message) =>
        Assert.Equal(message, FormatProblem.Describe("problem", null, null, expected, found));

    [Theory]
    [InlineData("", "tensor w", "tensor w: problem")]
    [InlineData("file", "", "file: an empty text: problem")]
    [InlineData("", null, "problem")]
    public void Names_without_characters_do_not_leave_a_colon_alone(string? file, string? place, string message) =>
        Assert.Equal(message, FormatProblem.Describe("problem", file, place, null, null));

    [Fact]
    public void The_parameter_of_a_method_is_left_out() =>
        Assert.Equal("The word is empty.", MessageText.Of(new ArgumentException("The word is empty.", "words")));
}
