using FastElman.Training.Randomness;

namespace FastElman.Training.Runs;

/// <summary>The order of an epoch's sentences; it follows from that of the epoch before, the seed and the epoch's number alone.</summary>
internal static class SentenceOrder
{
    /// <summary>Turns the order of the epoch before, which was the corpus's before the first, into that of an epoch.</summary>
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
