namespace FastElman.Benchmarks.Reporting;

/// <summary>
/// The figures as one table a section: ours, the bound, and every peer that takes part with how many times as long it
/// takes.
/// </summary>
internal static class TimingTables
{
    public static string Of(IReadOnlyList<Figure> figures)
    {
        var tables = figures.GroupBy(figure => figure.Workload.Section).Select(section =>
            $"## {section.Key.Title}\n\n{section.Key.Explanation}\n\n{Table(section.Key, [.. section])}");
        return string.Join('\n', tables);
    }

    private static MarkdownTable Table(Section section, IReadOnlyList<Figure> figures)
    {
        var peers = Participants.Engines.Skip(2).Where(peer => figures.Any(figure => figure.Engine == peer)).ToList();
        var table = new MarkdownTable(1, ["what", "time", "bound", "of the bound", .. peers.Select(peer => peer.Name)]);
        foreach (var row in figures.GroupBy(figure => figure.Workload))
        {
            var (own, least) = (Time(Participants.Ours), Time(Participants.Bound));
            table.Add([row.Key.Name, Cell(own), Cell(least), Quantity.Share(least, own), .. peers.Select(Peer)]);

            double? Time(Engine engine) =>
                row.FirstOrDefault(figure => figure.Engine == engine)?.Nanoseconds / (
                    section.PerWord ? row.Key.Words : 1);

            string Peer(Engine peer) =>
                Time(peer) is { } time ? $"{Cell(time)} ({Quantity.Ratio(time, own)}){Form(peer)}" : Quantity.None;

            string Form(Engine peer) => row.First(figure => figure.Engine == peer).Form is { Length: > 0 } form
                ? $" {form}"
                : "";

            string Cell(double? time) =>
                section.WithRate && time is not null
                    ? $"{Quantity.Time(time)}, {Quantity.Rate(time.Value)}"
                    : Quantity.Time(time);
        }

        return table;
    }
}
