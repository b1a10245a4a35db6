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
    public void A_cell_that_is_too_long_goes_on_below_itself() =>
        Assert.Equal(
            "setting    f1\n--network  1.5\n  jordan\n--seed 7   2.5\n",
            AlignedTable.Of("setting\tf1\n--network jordan\t1.5\n--seed 7\t2.5\n", width: 14));

    [Theory]
    [InlineData(80)]
    [InlineData(60)]
    public void No_row_is_wider_than_the_terminal(int width)
    {
        var table = "setting\tus_per_sentence\tproblem\n"
            + "--optimizer adam --decoding iob+transitions --network bidirectional\t12345.6\tdiverged at sentence 5\n"
            + "the defaults\t1.5\t-\n";

        var rows = AlignedTable.Of(table, width).Split('\n');

        Assert.All(rows, row => Assert.InRange(row.Length, 0, width));
        Assert.Contains(rows, row => row.Trim() is "bidirectional" or "--network bidirectional");
    }

    [Fact]
    public void Columns_move_together_where_the_terminal_is_narrow() =>
        Assert.Equal("a b\nx y\n", AlignedTable.Of("a\tb\nx\ty\n", width: 3));
}
