using System.Text.Json.Serialization;
using FastElman.Training.Randomness;
using FastElman.Training.Runs.Schedule;

namespace FastElman.Training.Runs.Checkpoints;

/// <summary>
/// Everything that determines the parameters of a run: a checkpoint of a run with another identity would not end where
/// this run would.
/// </summary>
/// <param name="Corpus">SHA-256 of the corpus as the run reads it.</param>
/// <param name="Start">SHA-256 of the initial parameters.</param>
/// <param name="Recipe">The recipe.</param>
/// <param name="Seed">The seed.</param>
/// <param name="LearningRate">The learning rate of the first epoch.</param>
/// <param name="LabelSmoothing">The share of every word's target that is spread evenly over all labels.</param>
/// <param name="Network">Network and decoding, as <see cref="NetworkIdentity"/> writes them.</param>
/// <param name="Optimizer">The optimiser.</param>
/// <param name="Order">The shuffle, or <c>none</c>.</param>
/// <param name="Density">
/// The density of the recurrent weights and the steps to it; null, and not in the file, where nothing is pruned.
/// </param>
/// <param name="Regularization">
/// What regularises the run and the epochs in which its learning rate falls; null, and not in the file, for the recipes
/// that have none.
/// </param>
internal sealed record RunIdentity(
    string Corpus,
    string Start,
    string Recipe,
    uint Seed,
    double LearningRate,
    double LabelSmoothing,
    string Network,
    string Optimizer,
    string Order,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    string? Density = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    string? Regularization = null)
{
    /// <summary>The identity of a run that starts from these parameters.</summary>
    public static RunIdentity Of(TrainingOptions options, TrainingData data, ElmanParameters initial)
    {
        using var start = new RunHash();
        start.Add(initial);
        var order = (options.Shuffle, options.Recipe) switch
        {
            (false, _) => "none",
            (_, TrainingRecipe.Tutorial) => options.ShuffleVersion.ToString(),
            _ => nameof(SplitMix64),
        };
        return new RunIdentity(
            data.ComputeHash(),
            start.Complete(),
            options.Recipe.ToString(),
            options.Seed,
            options.EffectiveLearningRate,
            options.EffectiveLabelSmoothing,
            NetworkIdentity.Of(initial.Shape.Variant, options.EffectiveDecoding)
                + (options.FreezeEmbeddings ? ", frozen embeddings" : string.Empty),
            $"{options.EffectiveOptimizer}",
            order,
            PruningSchedule.Of(options)?.ToString(),
            options.Averages
                ? FormattableString.Invariant($"{options.Regularization}, {options.Epochs} epochs")
                : null);
    }

    /// <summary>The first difference between a checkpoint's run and this one; null where they are the same.</summary>
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
                ("density", Density ?? "1", other.Density ?? "1"),
                ("regularisation", Regularization ?? "none", other.Regularization ?? "none"),
            ])
        {
            if (!expected.Equals(found))
            {
                return (name, FormattableString.Invariant($"{expected}"), FormattableString.Invariant($"{found}"));
            }
        }

        return null;
    }
}
