using FastElman.Benchmarks.Contest;
using FastElman.Fixtures;

namespace FastElman.Benchmarks.Workloads;

/// <summary>Something worth timing: one row of one table.</summary>
/// <param name="section">The table.</param>
/// <param name="name">The row.</param>
/// <param name="shape">The network.</param>
public abstract class Workload(Section section, string name, ElmanShape shape)
{
    private static ElmanParameters? _latest;

    /// <summary>The table.</summary>
    public Section Section { get; } = section;

    /// <summary>The row.</summary>
    public string Name { get; } = name;

    /// <summary>The network.</summary>
    public ElmanShape Shape { get; } = shape;

    /// <summary>Words that one run labels.</summary>
    public abstract int Words { get; }

    /// <summary>The network, from a fixed seed; that of the latest shape is kept, since rows of one shape follow each other.</summary>
    public ElmanParameters Parameters
    {
        get
        {
            if (_latest is null || _latest.Shape != Shape)
            {
                _latest = PlantedModel.Parameters(Shape);
            }

            return _latest;
        }
    }

    /// <summary>Sets the work up.</summary>
    public abstract Work Start(Contestant contestant);

    /// <summary>Throws where the contestant's answers are wrong.</summary>
    public abstract void Check(Contestant contestant, Work work);

    /// <inheritdoc/>
    public override string ToString() => $"{Section.Title}: {Name}";

    /// <summary>A text of random words, another for each seed.</summary>
    protected static int[] Text(ElmanShape shape, int length, int seed) => RandomModel.Sentence(shape, length, seed);
}
