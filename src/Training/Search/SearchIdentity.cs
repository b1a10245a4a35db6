using System.Text.Json.Serialization;
using FastElman.Training.Runs;

namespace FastElman.Training.Search;

/// <summary>
/// Everything that determines the trials of a search: trials of another identity would not belong in its folder.
/// </summary>
internal sealed record SearchIdentity(
    string Corpus,
    string Recipe,
    string Network,
    string Optimizer,
    uint Seed,
    int Epochs,
    double SmallestLearningRate,
    double LargestLearningRate,
    IReadOnlyList<int> HiddenSizes,
    IReadOnlyList<int> EmbeddingSizes,
    IReadOnlyList<int> WindowSizes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    double? Density = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    string? Regularization = null)
{
    public static SearchIdentity Of(SearchOptions options, TrainingData data) => new(
        data.ComputeHash(),
        options.Recipe.ToString(),
        NetworkIdentity.Of(options.EffectiveNetwork, options.EffectiveDecoding),
        $"{options.EffectiveOptimizer}",
        options.Seed,
        options.Epochs,
        options.EffectiveLearningRates.Smallest,
        options.EffectiveLearningRates.Largest,
        options.EffectiveHiddenSizes,
        options.EffectiveEmbeddingSizes,
        options.EffectiveWindowSizes,
        options.Density < 1 ? options.Density : null,
        options.Recipe == TrainingRecipe.Regularized ? $"{options.Regularization}" : null);

    /// <summary>
    /// The first difference between the search of a folder and this one; null where they are the same.
    /// </summary>
    public (string Name, string Expected, string Found)? DifferenceFrom(SearchIdentity other)
    {
        foreach (var (name, expected, found) in ((string, string, string)[])
            [
                // Before the corpus: with subwords it is read in another way.
                ("recipe", Recipe, other.Recipe),
                ("regularisation", Regularization ?? "none", other.Regularization ?? "none"),
                ("corpus", Corpus, other.Corpus),
                ("network", Network, other.Network),
                ("optimiser", Optimizer, other.Optimizer),
                ("seed", $"{Seed}", $"{other.Seed}"),
                ("number of epochs", $"{Epochs}", $"{other.Epochs}"),
                (
                    "range of learning rates",
                    FormattableString.Invariant($"{SmallestLearningRate} to {LargestLearningRate}"),
                    FormattableString.Invariant($"{other.SmallestLearningRate} to {other.LargestLearningRate}")),
                ("list of hidden sizes", string.Join(", ", HiddenSizes), string.Join(", ", other.HiddenSizes)),
                ("list of embedding sizes", string.Join(", ", EmbeddingSizes), string.Join(", ", other.EmbeddingSizes)),
                ("list of window sizes", string.Join(", ", WindowSizes), string.Join(", ", other.WindowSizes)),
                (
                    "density",
                    FormattableString.Invariant($"{Density ?? 1}"),
                    FormattableString.Invariant($"{other.Density ?? 1}")),
            ])
        {
            if (expected != found)
            {
                return (name, expected, found);
            }
        }

        return null;
    }
}
