using static System.FormattableString;

namespace FastElman.Faults;

/// <summary>What became of all faults, room by room.</summary>
internal sealed class Score
{
    private readonly List<(Fault Fault, Outcome Outcome)> _results = [];

    /// <summary>Whether each fault was noticed, or has a reason in its list why it cannot be.</summary>
    public bool IsGood => _results.TrueForAll(
        each => each.Outcome == Outcome.Noticed || (each.Outcome == Outcome.Survived && each.Fault.Survives != null));

    public void Add(Fault fault, Outcome outcome) => _results.Add((fault, outcome));

    /// <summary>Prints a table of the rooms, and every fault that was not noticed.</summary>
    public void Print(TextWriter writer)
    {
        writer.WriteLine();
        writer.WriteLine("| room | faults | noticed |");
        writer.WriteLine("|---|---|---|");
        foreach (var room in _results.GroupBy(each => each.Fault.Room))
        {
            PrintRow(room.Key, [.. room]);
        }

        PrintRow("all", _results);
        foreach (var (fault, outcome) in _results.Where(each => each.Outcome != Outcome.Noticed))
        {
            writer.WriteLine();
            writer.WriteLine($"{outcome}: {fault.Description} ({fault.File}, {fault.Place})");
            writer.WriteLine($"  {fault.Survives ?? "No reason is given."}");
        }

        foreach (var (fault, _) in _results.Where(each => each is (_, Outcome.Noticed) && each.Fault.Survives != null))
        {
            writer.WriteLine();
            writer.WriteLine($"Noticed, though the list says that it is not: {fault.Description} ({fault.Place})");
        }

        void PrintRow(string room, List<(Fault Fault, Outcome Outcome)> results)
        {
            var noticed = results.Count(each => each.Outcome == Outcome.Noticed);
            writer.WriteLine(Invariant($"| {room} | {results.Count} | {noticed} |"));
        }
    }
}
