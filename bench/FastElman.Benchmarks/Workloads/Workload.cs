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

    /// <summary>The precision of the weights.</summary>
    public virtual WeightPrecision Precision => WeightPrecision.Float32;

    /// <summary>How many times faster than the fastest peer ours is meant to be; null where nothing is asked.</summary>
    public double? Lead { get; init; }

    /// <summary>How many times its bound ours is meant to take at most; null where nothing is asked.</summary>
    public double? Limit { get; init; }

    /// <summary>Words that one run labels.</summary>
    public abstract int Words { get; }

    /// <summary>
    /// The network, from a fixed seed; that of the latest shape is kept, since rows of one shape follow each other.
    /// </summary>
    public virtual ElmanParameters Parameters
    {
        get
        {
            if (_latest is null || _latest.Shape != Shape)
            {
                _latest = SyntheticModel.Parameters(Shape);
            }

            return _latest;
        }
    }

    /// <summary>Sets the work up.</summary>
    public abstract Work Start(Engine engine);

    /// <summary>Throws where the engine's answers are wrong.</summary>
    public abstract void Check(Engine engine, Work work);

    /// <inheritdoc/>
    public override string ToString() => $"{Section.Title}: {Name}";

    /// <summary>A text, another for each seed.</summary>
    protected static int[] Text(ElmanShape shape, int length, int seed) =>
        Texts.Draw(shape.VocabularySize, length, seed);
}
