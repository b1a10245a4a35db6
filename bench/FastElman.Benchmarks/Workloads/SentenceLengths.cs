namespace FastElman.Benchmarks.Workloads;

/// <summary>
/// Words per sentence as in air-travel requests: those of the ATIS test set where the folder of reference data is at
/// hand (one word a line, an empty line after each sentence), else drawn with the mean and the spread of its training
/// set.
/// </summary>
internal static class SentenceLengths
{
    private const int Drawn = 893;

    private static readonly string TestSet =
        Path.Combine(Environment.GetEnvironmentVariable("FASTELMAN_SHARED") ?? "", "atis", "test.txt");

    private static readonly int[] Lengths = File.Exists(TestSet) ? Read(TestSet) : Draw(Drawn);

    /// <summary>Where they come from, for the report.</summary>
    public static string Origin => File.Exists(TestSet) ? "of the ATIS test set" : "drawn like those of ATIS";

    public static double Mean => Lengths.Average();

    /// <summary>One for each sentence of the set.</summary>
    public static IReadOnlyList<int> All => Lengths;

    /// <summary>
    /// So many lengths of 1 to 46 words, mean 11.3: two words, and the sum of three geometric waits of 3.1 each.
    /// </summary>
    public static int[] Draw(int count)
    {
        var random = new Random(345);
        return
        [
            .. Enumerable.Range(0, count).Select(_ => Math.Min(46, 2 + Wait(random) + Wait(random) + Wait(random))),
        ];

        static int Wait(Random random) => 1 + (int)(Math.Log(1 - random.NextDouble()) / Math.Log(1 - (1 / 3.1)));
    }

    private static int[] Read(string path)
    {
        var lengths = new List<int>();
        var length = 0;
        foreach (var line in File.ReadLines(path).Append(""))
        {
            if (line.Length > 0)
            {
                length++;
            }
            else if (length > 0)
            {
                lengths.Add(length);
                length = 0;
            }
        }

        return [.. lengths];
    }
}
