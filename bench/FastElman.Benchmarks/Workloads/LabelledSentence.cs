namespace FastElman.Benchmarks.Workloads;

/// <summary>What is trained on.</summary>
/// <param name="Words">[n].</param>
/// <param name="Labels">[n]: the right label of each word.</param>
public sealed record LabelledSentence(int[] Words, int[] Labels);
