using FastElman.Cli.Terminal;

namespace FastElman.Cli.Tests.Terminal;

public sealed class TerminalWidthTests
{
    [Theory]
    [InlineData("one two three", 80, "one two three")]
    [InlineData("one two three", 13, "one two three")]
    [InlineData("one two three", 8, "one two\n  three")]
    [InlineData("one two three four", 7, "one two\n  three\n  four")]
    [InlineData("unbreakable", 5, "unbreakable")]
    public void Long_lines_are_divided_between_words(string line, int width, string folded) =>
        Assert.Equal(folded, LineFolding.Fold(line, width));

    [Fact]
    public void A_table_is_aligned_without_empty_columns() =>
        Assert.Equal(
            "   best\na  epoch  c\nx  10     yy\n",
            AlignedTable.Of("a\tbest_epoch\tc\tproblem\nx\t10\tyy\t-\n", width: 80));

    [Fact]
    public void A_row_that_is_too_long_goes_on_in_the_next_line() =>
        Assert.Equal(
            "a problem\n1 too many words\n  for the line\n",
            AlignedTable.Of("a\tproblem\n1\ttoo many words for the line\n", width: 18));

    [Fact]
    public void Columns_move_together_where_the_terminal_is_narrow() =>
        Assert.Equal("a b\nx y\n", AlignedTable.Of("a\tb\nx\ty\n", width: 3));
}
