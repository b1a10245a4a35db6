namespace FastElman.Benchmarks.Workloads;

/// <summary>What the made-up weights are like.</summary>
public enum WeightsKind
{
    /// <summary>As sure of the labels as those of a trained network.</summary>
    LikeTrained,

    /// <summary>Like that, with three tenths of the recurrent weights, the others zero.</summary>
    Sparse,

    /// <summary>Uniform random numbers.</summary>
    Random,
}
