namespace FastElman.Training.Tests.Backpropagation;

internal static class LabelledSentence
{
    /// <summary>Random labels for a sentence.</summary>
    public static int[] Labels(ElmanShape shape, int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(shape.LabelCount))];
    }
}
