using FastElman.Training.Randomness;

namespace FastElman.Training.Runs;

/// <summary>What decides how a run goes: with another of these, going on from a checkpoint would not end where the run would have.</summary>
/// <param name="Corpus">SHA-256 of the corpus as the run reads it.</param>
/// <param name="Start">SHA-256 of the initial parameters.</param>
/// <param name="Recipe">The recipe.</param>
/// <param name="Seed">The seed.</param>
/// <param name="LearningRate">The learning rate of the first epoch.</param>
/// <param name="LabelSmoothing">The part of every word's target that all labels share.</param>
/// <param name="Network">Which network it is.</param>
/// <param name="Optimizer">What a step makes of the gradients.</param>
/// <param name="Order">Whose shuffle, or <c>none</c>.</param>
internal sealed record RunIdentity(string Corpus, string Start, string Recipe, uint Seed, double LearningRate, double LabelSmoothing, string Network, string Optimizer, string Order)
{
    /// <summary>The identity of a run that starts from these parameters.</summary>
    public static RunIdentity Of(TrainingOptions options, TrainingData data, ElmanParameters initial)
    {
        using var start = new Fingerprint();
        start.Add(initial);
        var order = (options.Shuffle, options.Recipe) switch
        {
            (false, _) => "none",
            (_, TrainingRecipe.Tutorial) => options.ShuffleVersion.ToString(),
            _ => nameof(SplitMix64),
        };
        return new RunIdentity(data.Fingerprint(), start.Complete(), options.Recipe.ToString(), options.Seed, options.ChosenLearningRate, options.ChosenLabelSmoothing, $"{initial.Shape.Variant}", $"{options.Optimizer}", order);
    }

    /// <summary>The first thing in which a checkpoint's run differs from this one; null where it is the same run.</summary>
    public (string Name, string Expected, string Found)? DifferenceFrom(RunIdentity other)
    {
        foreach (var (name, expected, found) in ((string, object, object)[])
            [
                ("corpus", Corpus, other.Corpus),
                ("network", Network, other.Network),
                ("optimiser", Optimizer, other.Optimizer),
                ("set of initial parameters", Start, other.Start),
                ("recipe", Recipe, other.Recipe),
                ("seed", Seed, other.Seed),
                ("learning rate", LearningRate, other.LearningRate),
                ("label smoothing", LabelSmoothing, other.LabelSmoothing),
                ("order of the sentences", Order, other.Order),
            ])
        {
            if (!expected.Equals(found))
            {
                return (name, $"{expected}", $"{found}");
            }
        }

        return null;
    }
}
