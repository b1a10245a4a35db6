using FastElman.Training.Runs;

namespace FastElman.Training.Search;

/// <summary>What decides what a search's trials are: with another of these, the trials of a folder would not be of one search.</summary>
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
    IReadOnlyList<int> WindowSizes)
{
    public static SearchIdentity Of(SearchOptions options, TrainingData data) => new(
        data.Fingerprint(),
        options.Recipe.ToString(),
        $"{options.Network}",
        $"{options.Optimizer}",
        options.Seed,
        options.Epochs,
        options.LearningRates.Smallest,
        options.LearningRates.Largest,
        options.HiddenSizes,
        options.EmbeddingSizes,
        options.WindowSizes);

    /// <summary>The first thing in which a folder's search differs from this one; null where it is the same.</summary>
    public (string Name, string Expected, string Found)? DifferenceFrom(SearchIdentity other)
    {
        foreach (var (name, expected, found) in ((string, string, string)[])
            [
                ("corpus", Corpus, other.Corpus),
                ("recipe", Recipe, other.Recipe),
                ("network", Network, other.Network),
                ("optimiser", Optimizer, other.Optimizer),
                ("seed", $"{Seed}", $"{other.Seed}"),
                ("number of epochs", $"{Epochs}", $"{other.Epochs}"),
                ("range of learning rates", $"{SmallestLearningRate} to {LargestLearningRate}", $"{other.SmallestLearningRate} to {other.LargestLearningRate}"),
                ("list of hidden sizes", string.Join(", ", HiddenSizes), string.Join(", ", other.HiddenSizes)),
                ("list of embedding sizes", string.Join(", ", EmbeddingSizes), string.Join(", ", other.EmbeddingSizes)),
                ("list of window sizes", string.Join(", ", WindowSizes), string.Join(", ", other.WindowSizes)),
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
