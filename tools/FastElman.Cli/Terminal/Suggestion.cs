namespace FastElman.Cli.Terminal;

/// <summary>Guesses what a word that nothing is called by was meant to be.</summary>
internal static class Suggestion
{
    /// <summary>The end of a message: which of some names is meant, or nothing where none is near.</summary>
    /// <param name="word">The word as it was written.</param>
    /// <param name="names">What it can be.</param>
    /// <returns>Such as <c>; did you mean --hidden?</c>, or an empty text.</returns>
    public static string For(string word, IEnumerable<string> names) =>
        Closest(word, names) is { } name ? $"; did you mean {name}?" : string.Empty;

    /// <summary>
    /// The nearest name, or null where none is within a third of the word's length in edits, one at least. A name that
    /// only goes on where the word ends is near as well.
    /// </summary>
    private static string? Closest(string word, IEnumerable<string> names)
    {
        var lower = word.ToLowerInvariant();
        var limit = Math.Max(1, word.TrimStart('-').Length / 3);
        string? best = null;
        var bestDistance = limit + 1;
        foreach (var name in names)
        {
            var distance = lower.TrimStart('-').Length >= 3 && name.StartsWith(lower, StringComparison.Ordinal)
                ? 1
                : EditDistance(lower, name.ToLowerInvariant());
            if (distance < bestDistance)
            {
                (best, bestDistance) = (name, distance);
            }
        }

        return best;
    }

    /// <summary>
    /// The number of letters to insert, to leave out, to replace, or to exchange with their neighbours (optimal string
    /// alignment).
    /// </summary>
    private static int EditDistance(string from, string to)
    {
        var cost = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                cost[i, j] = (i, j) switch
                {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => Math.Min(
                        Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1,
                        cost[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1)),
                };
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[from.Length, to.Length];
    }
}
