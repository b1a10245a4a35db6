namespace FastElman.Benchmarks.Workloads;

/// <summary>Something worth timing: one row of one table.</summary>
/// <param name="section">The table.</param>
/// <param name="name">The row.</param>
/// <param name="shape">The network.</param>
public abstract class Workload(Section section, string name, ElmanShape shape)
{
    private static ElmanParameters? _latest;
    private static WeightsKind _latestKind;

    /// <summary>The table.</summary>
    public Section Section { get; } = section;

    /// <summary>The row.</summary>
    public string Name { get; } = name;

    /// <summary>The network.</summary>
    public ElmanShape Shape { get; } = shape;

    /// <summary>The precision of the weights.</summary>
    public virtual WeightPrecision Precision => WeightPrecision.Float32;

    /// <summary>What is asked for each word.</summary>
    public Answer Answer { get; init; }

    /// <summary>What the weights are like.</summary>
    public WeightsKind Weights { get; init; }

    /// <summary>How many times faster than the fastest peer ours is meant to be; null where nothing is asked.</summary>
    public double? Lead { get; init; }

    /// <summary>The same, where ours gives the probability of the best label alone.</summary>
    public double? ConfidenceLead { get; init; }

    /// <summary>The same beside the fastest of the peers that are libraries for .NET.</summary>
    public double? LibraryLead { get; init; }

    /// <summary>How many times its bound ours is meant to take at most; null where nothing is asked.</summary>
    public double? Limit { get; init; }

    /// <summary>Words that one run labels.</summary>
    public abstract int Words { get; }

    /// <summary>
    /// The network, from a fixed seed; the latest is kept, since rows of one network follow each other.
    /// </summary>
    public virtual ElmanParameters Parameters
    {
        get
        {
            if (_latest is null || _latest.Shape != Shape || _latestKind != Weights)
            {
                (_latest, _latestKind) = (SyntheticModel.Parameters(Shape, Weights), Weights);
            }

            return _latest;
        }
    }

    /// <summary>Sets the work up.</summary>
    public abstract Work Start(Engine engine);

    /// <summary>Throws where the engine's answers are wrong.</summary>
    public abstract void Check(Engine engine, Work work);

    /// <summary>The engine as this workload wants it.</summary>
    public Engine Variant(Engine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return engine.InPrecision(Precision).Giving(Answer);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Section.Title}: {Name}";

    /// <summary>A text, another for each seed.</summary>
    protected static int[] Text(ElmanShape shape, int length, int seed) =>
        Texts.Draw(shape.VocabularySize, length, seed);
}
