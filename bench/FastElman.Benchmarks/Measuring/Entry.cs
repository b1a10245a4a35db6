namespace FastElman.Benchmarks.Measuring;

/// <summary>One engine at one workload: one cell of a table.</summary>
/// <param name="Order">
/// Its place in the run; all engines of a workload follow each other, so that they meet the same machine.
/// </param>
/// <param name="Workload">The row.</param>
/// <param name="Engine">The column.</param>
public sealed record Entry(int Order, Workload Workload, Engine Engine) : IComparable<Entry>, IComparable
{
    /// <summary>Every engine at every workload that it takes.</summary>
    public static IReadOnlyList<Entry> Of(IEnumerable<Workload> workloads) =>
        [.. (from workload in workloads
             from engine in Participants.Engines
             where engine.Takes(workload)
             select (workload, engine))
            .Select((each, order) => new Entry(order, each.workload, each.engine))];

    /// <inheritdoc/>
    public int CompareTo(Entry? other) => Order.CompareTo(other?.Order ?? -1);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => CompareTo(obj as Entry);

    /// <summary>The work, checked.</summary>
    public Work Start()
    {
        var engine = Workload.Variant(Engine);
        var work = Workload.Start(engine);
        Workload.Check(engine, work);
        return work;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Workload}, {Engine}";
}
