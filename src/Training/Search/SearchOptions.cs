using System.Globalization;
using FastElman.Model;
using FastElman.Training.Search;

namespace FastElman.Training;

/// <summary>What <see cref="HyperparameterSearch"/> draws from, and how often.</summary>
/// <remarks>
/// The defaults are the tutorial's ranges ("Hyper-Parameter Selection"), extended where its own published settings lie
/// outside: its learning rates end at 0.05 and its hidden sizes are 100 and 200. A plain class with settable
/// properties, like all options of FastElman. A search copies its options when it is made; later changes do not affect
/// it. Not synchronised.
/// </remarks>
public sealed class SearchOptions
{
    /// <summary>The number of trials, those already in the folder included; 1 to 9999.</summary>
    public int TrialCount { get; set; } = 20;

    /// <summary>
    /// Determines everything that is drawn. The settings of a trial follow from the seed and the trial's number alone.
    /// </summary>
    public uint Seed { get; set; } = 345;

    /// <summary>
    /// Trials that run at the same time, one thread each; at least 1. It does not affect the results.
    /// </summary>
    public int MaxDegreeOfParallelism { get; set; } = Environment.ProcessorCount;

    /// <summary>The recipe.</summary>
    public TrainingRecipe Recipe { get; set; } = TrainingRecipe.Corrected;

    /// <summary>The network to train; the default is the tutorial's.</summary>
    public NetworkVariant Network { get; set; } = NetworkVariant.Tutorial;

    /// <summary>
    /// How the validation and the test set are decoded, and how the best model is decoded by default; as
    /// <see cref="TrainingOptions.Decoding"/>. Null for the network's default.
    /// </summary>
    public LabelDecoding? Decoding { get; set; }

    /// <summary>
    /// How gradients become updates; <see cref="TrainingRecipe.Tutorial"/> allows gradient descent only.
    /// </summary>
    public TrainingOptimizer Optimizer { get; set; }

    /// <summary>The largest number of passes over the training set in a trial, at least 1.</summary>
    public int Epochs { get; set; } = 60;

    /// <summary>
    /// The smallest learning rate, above 0; null for 0.02, with Adam 0.0003. The logarithm is drawn uniformly.
    /// </summary>
    public double? SmallestLearningRate { get; set; }

    /// <summary>The largest learning rate, finite, at least the smallest; null for 1, with Adam 0.01.</summary>
    public double? LargestLearningRate { get; set; }

    /// <summary>The hidden sizes, each with the same probability.</summary>
    public IReadOnlyList<int> HiddenSizes { get; set; } = [50, 100, 150, 200, 250, 300];

    /// <summary>The embedding sizes, each with the same probability.</summary>
    public IReadOnlyList<int> EmbeddingSizes { get; set; } = [50, 100];

    /// <summary>The window sizes, odd, each with the same probability.</summary>
    public IReadOnlyList<int> WindowSizes { get; set; } = [3, 5, 7, 9, 11, 13, 15, 17, 19];

    /// <summary>The decoding: the one given, or the network's.</summary>
    internal LabelDecoding EffectiveDecoding => Decoding ?? Network.DefaultDecoding;

    /// <summary>The range of learning rates: the one given, or the optimiser's.</summary>
    internal (double Smallest, double Largest) EffectiveLearningRates => Optimizer == TrainingOptimizer.Adam
        ? (SmallestLearningRate ?? 3e-4, LargestLearningRate ?? 1e-2)
        : (SmallestLearningRate ?? 0.02, LargestLearningRate ?? 1);

    /// <summary>The trials, and the ranges that they are drawn from.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{TrialCount} trials, {Recipe}, {Optimizer}, hidden {List(HiddenSizes)}, embedding {List(EmbeddingSizes)}, "
        + $"window {List(WindowSizes)}, learning rate {EffectiveLearningRates.Smallest} to "
        + $"{EffectiveLearningRates.Largest}, seed {Seed}");

    /// <summary>A copy that later changes of this object and its lists do not affect.</summary>
    internal SearchOptions Clone()
    {
        var copy = (SearchOptions)MemberwiseClone();
        (copy.HiddenSizes, copy.EmbeddingSizes, copy.WindowSizes) = (
            [.. HiddenSizes ?? []], [.. EmbeddingSizes ?? []], [.. WindowSizes ?? []]);
        return copy;
    }

    /// <summary>Refuses values out of range.</summary>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(TrialCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(TrialCount, SearchFolder.MostTrials);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDegreeOfParallelism, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1);
        ArgumentNullException.ThrowIfNull(Network);
        EffectiveDecoding.RequireDefaultOf(Network, nameof(Decoding));
        var (smallest, largest) = EffectiveLearningRates;
        if (!(smallest > 0 && smallest <= largest && (float)smallest > 0 && float.IsFinite((float)largest)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(SmallestLearningRate),
                $"Learning rates from {smallest} to {largest} are not a range of positive finite floats.");
        }

        ArgumentOutOfRangeException.ThrowIfZero(HiddenSizes.Count, nameof(HiddenSizes));
        ArgumentOutOfRangeException.ThrowIfZero(EmbeddingSizes.Count, nameof(EmbeddingSizes));
        ArgumentOutOfRangeException.ThrowIfZero(WindowSizes.Count, nameof(WindowSizes));

        // Every combination has to be a possible network.
        foreach (var (window, hidden, embedding) in
            from window in WindowSizes
            from hidden in HiddenSizes
            from embedding in EmbeddingSizes
            select (window, hidden, embedding))
        {
            _ = new ElmanShape(hidden, labelCount: 1, vocabularySize: 0, embedding, window, Network);
        }
    }

    private static string List(IEnumerable<int> sizes) => string.Join('/', sizes ?? []);
}
