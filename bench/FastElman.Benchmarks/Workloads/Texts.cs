namespace FastElman.Benchmarks.Workloads;

/// <summary>
/// Texts of made-up words that are as common as the words of a language: the probability of the r-th is proportional to
/// 1/r (Zipf's law). Which word is the r-th is drawn too, so that common words do not lie side by side in the tables.
/// </summary>
public static class Texts
{
    private const int OrderSeed = 345;

    private static readonly Dictionary<int, (int[] Words, double[] Sums)> Languages = [];

    /// <summary>Draws a text, another for each seed.</summary>
    /// <param name="vocabularySize">Words there are.</param>
    /// <param name="length">Words of the text.</param>
    /// <param name="seed">Which text.</param>
    /// <returns>[length]: words from 0 to <paramref name="vocabularySize"/> − 1.</returns>
    public static int[] Draw(int vocabularySize, int length, int seed)
    {
        var (words, sums) = LanguageOf(vocabularySize);
        var random = new Random(seed);
        var text = new int[length];
        foreach (ref var word in text.AsSpan())
        {
            var found = Array.BinarySearch(sums, random.NextDouble() * sums[^1]);
            word = words[Math.Min(found < 0 ? ~found : found, words.Length - 1)];
        }

        return text;
    }

    /// <summary>The words from the most to the least common, and the sums 1 + 1/2 + … + 1/r.</summary>
    private static (int[] Words, double[] Sums) LanguageOf(int vocabularySize)
    {
        if (!Languages.TryGetValue(vocabularySize, out var language))
        {
            var words = Enumerable.Range(0, vocabularySize).ToArray();
            new Random(OrderSeed).Shuffle(words);
            var sums = new double[vocabularySize];
            var sum = 0.0;
            for (var rank = 1; rank <= vocabularySize; rank++)
            {
                sums[rank - 1] = sum += 1.0 / rank;
            }

            Languages[vocabularySize] = language = (words, sums);
        }

        return language;
    }
}
