using FastElman.Training.Randomness;

namespace FastElman.Training.Runs.Schedule;

/// <summary>
/// The order of the sentences in an epoch, a function of the order before, the seed and the number of the epoch.
/// </summary>
internal static class SentenceOrder
{
    /// <summary>
    /// Makes the order of an epoch from that of the previous epoch. Before the first epoch, the order is that of the
    /// corpus.
    /// </summary>
    /// <param name="order">[sentences]: a permutation of 0 to sentences − 1.</param>
    /// <param name="options">Recipe, seed and shuffle.</param>
    /// <param name="epoch">The epoch, counted from 0.</param>
    public static void Advance(Span<int> order, TrainingOptions options, int epoch)
    {
        if (!options.Shuffle)
        {
            return;
        }

        if (options.Recipe == TrainingRecipe.Tutorial)
        {
            PythonShuffle.Apply(order, options.Seed, options.ShuffleVersion);
        }
        else
        {
            new SplitMix64(((ulong)options.Seed << 32) | (uint)epoch).Shuffle(order);
        }
    }
}
