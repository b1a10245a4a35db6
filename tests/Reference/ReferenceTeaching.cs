namespace FastElman.Reference;

/// <summary>What teachers say about a sentence (G. Hinton et al., 2015), for networks without transitions.</summary>
/// <param name="Weight">The part of every word's target that is theirs, 0 to 1.</param>
/// <param name="Probabilities">[words][labels], of sum 1 at each word.</param>
public sealed record ReferenceTeaching(double Weight, double[][] Probabilities);
