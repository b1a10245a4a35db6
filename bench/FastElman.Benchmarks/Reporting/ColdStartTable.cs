namespace FastElman.Benchmarks.Reporting;

/// <summary>Whole processes.</summary>
internal static class ColdStartTable
{
    public const string Title = "Cold start";

    public static string Of(IReadOnlyList<ColdStart.Figure> figures)
    {
        var table = new MarkdownTable(
            1, "what", "time", "without the checksum", "hello world", "of the bound", "a step, once warm");
        foreach (var figure in figures)
        {
            table.Add(
                figure.Name,
                Quantity.Time(figure.Answer),
                Quantity.Time(figure.Unverified),
                Quantity.Time(figure.Hello),
                Quantity.Share(figure.Hello, figure.Answer),
                Quantity.Time(figure.Step));
        }

        return $"""
            ## {Title}

            From the start of a process to its end. It loads a model of hidden size 100 and tags one sentence; once more
            without verifying the checksum of the file (`ModelLoadOptions.VerifyChecksum`). Hello world is the same
            program when it writes a line and ends. The last column is a step of a live stream in a process that has run
            for a while.

            {(figures.Count == 0 ? "Not measured: the processes were not built.\n" : table)}
            """;
    }
}
