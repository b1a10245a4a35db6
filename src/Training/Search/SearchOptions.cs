using System.Globalization;
using FastElman.Model;
using FastElman.Training.Search;
using FastElman.Training.Validation;

namespace FastElman.Training;

/// <summary>What <see cref="HyperparameterSearch"/> draws from, and how often.</summary>
/// <remarks>
/// The defaults are the tutorial's ranges ("Hyper-Parameter Selection"), extended where its own published settings lie
/// outside: its learning rates end at 0.05 and its hidden sizes are 100 and 200. A plain class with settable
/// properties, like all options of FastElman. A search copies its options when it is made; later changes do not affect
/// it. Not synchronised. The lists are empty by default, because a configuration binder appends to a list that is
/// there.
/// </remarks>
public sealed class SearchOptions
{
    private static readonly TimeSpan ShortestLease = TimeSpan.FromSeconds(0.1);

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

    /// <summary>
    /// Whether several processes may run this search in one folder at the same time, on one machine or on several that
    /// share a file system. All of them have to say so. Each claims trials that no other has claimed; at the end, the
    /// folder has the bytes that one process would have written. The default is false.
    /// </summary>
    public bool SharesFolder { get; set; }

    /// <summary>
    /// How long a process that shares its folder may give no sign until its trials are taken over by others; 0.1
    /// seconds to one day. It gives six signs in that time. Without effect on the results, and where
    /// <see cref="SharesFolder"/> is false. Of two processes with different ones, the longer one counts.
    /// </summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The recipe of every trial.</summary>
    public TrainingRecipe Recipe { get; set; } = TrainingRecipe.Corrected;

    /// <summary>The kind of network; the default is the tutorial's.</summary>
    public NetworkKind Network { get; set; }

    /// <summary>The activation of the hidden units; the default is the tutorial's.</summary>
    public HiddenActivation Activation { get; set; }

    /// <summary>
    /// How the validation and the test set are decoded, and how the best model is decoded by default; as
    /// <see cref="TrainingOptions.Decoding"/>: the networks learn transition scores if and only if it uses them. Null
    /// for <see cref="LabelDecoding.ArgMax"/>.
    /// </summary>
    public LabelDecoding? Decoding { get; set; }

    /// <summary>
    /// How gradients become updates; <see cref="TrainingRecipe.Tutorial"/> allows gradient descent only, and
    /// <see cref="TrainingRecipe.Regularized"/> has Adam, whatever this is.
    /// </summary>
    public TrainingOptimizer Optimizer { get; set; }

    /// <summary>
    /// What <see cref="TrainingRecipe.Regularized"/> does against learning by heart, the same in every trial: nothing
    /// of it is drawn. As for <see cref="TrainingOptions.Regularization"/>, the other recipes ignore it, and refuse
    /// <see cref="RegularizationOptions.Subwords"/>.
    /// </summary>
    public RegularizationOptions Regularization
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = new();

    /// <summary>
    /// The share of the recurrent weights that every trial keeps, above 0 and at most 1; 1 for all of them: see
    /// <see cref="TrainingOptions.Density"/>.
    /// </summary>
    public double Density { get; set; } = 1;

    /// <summary>
    /// The largest number of passes over the training set in a trial, at least 1; for
    /// <see cref="TrainingRecipe.Regularized"/>, whose learning rate falls over all of them, the number itself.
    /// </summary>
    public int Epochs { get; set; } = 60;

    /// <summary>
    /// The smallest learning rate, above 0; null for 0.02, with Adam 0.0003, for
    /// <see cref="TrainingRecipe.Regularized"/> 0.001. The logarithm is drawn uniformly.
    /// </summary>
    public double? SmallestLearningRate { get; set; }

    /// <summary>
    /// The largest learning rate, finite, at least the smallest; null for 1, with Adam 0.01, for
    /// <see cref="TrainingRecipe.Regularized"/> 0.02.
    /// </summary>
    public double? LargestLearningRate { get; set; }

    /// <summary>
    /// The hidden sizes, each with the same probability; empty for 50, 100, 150, 200, 250 and 300.
    /// </summary>
    public IReadOnlyList<int> HiddenSizes
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = [];

    /// <summary>
    /// The embedding sizes, each with the same probability; empty for 50 and 100.
    /// </summary>
    public IReadOnlyList<int> EmbeddingSizes
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = [];

    /// <summary>
    /// The window sizes, odd, each with the same probability; empty for 3, 5, 7, 9, 11, 13, 15, 17 and 19.
    /// </summary>
    public IReadOnlyList<int> WindowSizes
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = [];

    /// <summary>The decoding: the one given, or the network's.</summary>
    internal LabelDecoding EffectiveDecoding => Decoding ?? LabelDecoding.ArgMax;

    /// <summary>The network of every trial.</summary>
    internal NetworkVariant EffectiveNetwork => new(Network, Activation, EffectiveDecoding.UsesTransitions());

    /// <summary>The hidden sizes: those given, or the defaults.</summary>
    internal IReadOnlyList<int> EffectiveHiddenSizes =>
        HiddenSizes.Count > 0 ? HiddenSizes : [50, 100, 150, 200, 250, 300];

    /// <summary>The embedding sizes: those given, or the defaults.</summary>
    internal IReadOnlyList<int> EffectiveEmbeddingSizes => EmbeddingSizes.Count > 0 ? EmbeddingSizes : [50, 100];

    /// <summary>The window sizes: those given, or the defaults.</summary>
    internal IReadOnlyList<int> EffectiveWindowSizes =>
        WindowSizes.Count > 0 ? WindowSizes : [3, 5, 7, 9, 11, 13, 15, 17, 19];

    /// <summary>The optimiser: the one chosen, or the recipe's.</summary>
    internal TrainingOptimizer EffectiveOptimizer => TrainingOptions.OptimizerOf(Recipe, Optimizer);

    /// <summary>The range of learning rates: the one given, or that of the recipe and the optimiser.</summary>
    internal (double Smallest, double Largest) EffectiveLearningRates
    {
        get
        {
            // A regularised trial makes few steps, of a batch each, and its learning rate falls to nearly nothing:
            // docs/notes/training.md.
            var (smallest, largest) = (Recipe, EffectiveOptimizer) switch
            {
                (TrainingRecipe.Regularized, _) => (1e-3, 2e-2),
                (_, TrainingOptimizer.Adam) => (3e-4, 1e-2),
                _ => (0.02, 1),
            };
            return (SmallestLearningRate ?? smallest, LargestLearningRate ?? largest);
        }
    }

    /// <summary>The trials, and the ranges that they are drawn from.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{TrialCount} trials, {Recipe}, {EffectiveOptimizer}, hidden {List(EffectiveHiddenSizes)}, "
        + $"embedding {List(EffectiveEmbeddingSizes)}, window {List(EffectiveWindowSizes)}, "
        + $"learning rate {EffectiveLearningRates.Smallest} to {EffectiveLearningRates.Largest}, seed {Seed}"
        + $"{(Density < 1 ? $", density {Density.ToString(CultureInfo.InvariantCulture)}" : string.Empty)}");

    /// <summary>A copy that later changes of this object and its lists do not affect.</summary>
    internal SearchOptions Clone()
    {
        var copy = (SearchOptions)MemberwiseClone();
        (copy.HiddenSizes, copy.EmbeddingSizes, copy.WindowSizes) = (
            [.. HiddenSizes], [.. EmbeddingSizes], [.. WindowSizes]);
        copy.Regularization = Regularization.Clone();
        return copy;
    }

    /// <summary>Refuses values out of range.</summary>
    internal void Validate()
    {
        OptionCheck.Require(
            TrialCount is >= 1 and <= SearchFolder.MostTrials,
            nameof(TrialCount),
            TrialCount,
            $"it is 1 to {SearchFolder.MostTrials}");
        OptionCheck.Require(
            MaxDegreeOfParallelism >= 1, nameof(MaxDegreeOfParallelism), MaxDegreeOfParallelism, "it is at least 1");
        OptionCheck.Require(
            Lease >= ShortestLease && Lease <= ClaimWatch.LongestLease,
            nameof(Lease),
            Lease,
            FormattableString.Invariant($"it is {ShortestLease} to {ClaimWatch.LongestLease}"));
        var (smallest, largest) = EffectiveLearningRates;
        OptionCheck.Require(
            smallest > 0 && (float)smallest > 0,
            nameof(SmallestLearningRate),
            smallest,
            "a learning rate is above 0, in single precision too");
        OptionCheck.Require(
            smallest <= largest && float.IsFinite((float)largest),
            nameof(LargestLearningRate),
            largest,
            FormattableString.Invariant(
                $"it is finite, in single precision too, and at least {nameof(SmallestLearningRate)}, {smallest}"));

        // What is not drawn has the names and the rules that it has in the options of a trial.
        TrialSettings.Draw(this, number: 1).ToTraining(this, checkpointFile: null).Validate();

        // Every combination has to be a possible network.
        foreach (var (window, hidden, embedding) in
            from window in EffectiveWindowSizes
            from hidden in EffectiveHiddenSizes
            from embedding in EffectiveEmbeddingSizes
            select (window, hidden, embedding))
        {
            OptionCheck.Sizes(hidden, embedding, window, EffectiveNetwork, "Sizes");
        }
    }

    private static string List(IEnumerable<int> sizes) => string.Join('/', sizes);
}
