namespace FastElman.Benchmarks.Measuring;

/// <summary>One contestant at one workload: one cell of a table.</summary>
/// <param name="Order">Its place in the run; all contestants of a workload follow each other, so that they meet the same machine.</param>
/// <param name="Workload">The row.</param>
/// <param name="Contestant">The column.</param>
public sealed record Entry(int Order, Workload Workload, Contestant Contestant) : IComparable<Entry>, IComparable
{
    /// <summary>Every contestant at every workload that it takes.</summary>
    public static IReadOnlyList<Entry> Of(IEnumerable<Workload> workloads) =>
        [.. (from workload in workloads
             from contestant in Field.Contestants
             where contestant.Takes(workload)
             select (workload, contestant))
            .Select((each, order) => new Entry(order, each.workload, each.contestant))];

    /// <inheritdoc/>
    public int CompareTo(Entry? other) => Order.CompareTo(other?.Order ?? -1);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => CompareTo(obj as Entry);

    /// <summary>The work, checked.</summary>
    public Work Start()
    {
        var work = Workload.Start(Contestant);
        Workload.Check(Contestant, work);
        return work;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Workload}, {Contestant}";
}
