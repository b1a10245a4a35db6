namespace FastElman.Benchmarks.Reporting;

/// <summary>A table whose first columns are text and whose others are figures.</summary>
internal sealed class MarkdownTable(int textColumns, params string[] columns)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public override string ToString()
    {
        var rule = columns.Select((_, i) => i < textColumns ? "---" : "---:");
        return string.Join(
            '\n', _rows.Prepend([.. rule]).Prepend(columns).Select(cells => $"| {string.Join(" | ", cells)} |")) + "\n";
    }
}
