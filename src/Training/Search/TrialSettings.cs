using System.Globalization;
using FastElman.Training.Randomness;

namespace FastElman.Training;

/// <summary>
/// What a search draws for a trial. <see cref="TrainingOptions"/> with the same values train the same model again.
/// </summary>
/// <param name="HiddenSize">Units of the hidden layer.</param>
/// <param name="EmbeddingSize">Values in the embedding of a word.</param>
/// <param name="WindowSize">Words in the window around a word.</param>
/// <param name="LearningRate">The learning rate of the first epoch, with four digits.</param>
/// <param name="Seed">The seed of the initial parameters and of the order of the sentences.</param>
public sealed record TrialSettings(int HiddenSize, int EmbeddingSize, int WindowSize, double LearningRate, uint Seed)
{
    /// <summary>Sizes, learning rate and seed.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"hidden {HiddenSize}, embedding {EmbeddingSize}, window {WindowSize}, learning rate {LearningRate}, "
        + $"seed {Seed}");

    /// <summary>Draws the settings of a trial.</summary>
    internal static TrialSettings Draw(SearchOptions options, int number)
    {
        // Each trial has a stream of its own, so that its settings do not depend on the trials before it.
        var random = new SplitMix64(new SplitMix64(options.Seed).Next() + (ulong)number);
        return new TrialSettings(
            options.EffectiveHiddenSizes[random.Below(options.EffectiveHiddenSizes.Count)],
            options.EffectiveEmbeddingSizes[random.Below(options.EffectiveEmbeddingSizes.Count)],
            options.EffectiveWindowSizes[random.Below(options.EffectiveWindowSizes.Count)],
            LearningRateOf(random, options),
            (uint)random.Next());
    }

    internal TrainingOptions ToTraining(SearchOptions options, string? checkpointFile) => new()
    {
        Recipe = options.Recipe,
        Regularization = options.Regularization,
        Network = options.Network,
        Activation = options.Activation,
        Decoding = options.Decoding,
        Optimizer = options.Optimizer,
        Density = options.Density,
        Epochs = options.Epochs,
        HiddenSize = HiddenSize,
        EmbeddingSize = EmbeddingSize,
        WindowSize = WindowSize,
        LearningRate = LearningRate,
        Seed = Seed,
        CheckpointFile = checkpointFile,
    };

    /// <summary>Four digits, which a person can retype and which hide how a machine rounds an exponential.</summary>
    private static double LearningRateOf(SplitMix64 random, SearchOptions options)
    {
        var (smallest, largest) = options.EffectiveLearningRates;
        var drawn = Math.Exp(random.Uniform(Math.Log(smallest), Math.Log(largest)));
        var rounded = double.Parse(drawn.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return Math.Clamp(rounded, smallest, largest);
    }
}
