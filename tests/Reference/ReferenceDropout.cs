namespace FastElman.Reference;

/// <summary>
/// What dropout leaves of the values of a sentence, as factors: 0 where a value is dropped, elsewhere what the others
/// are magnified by (N. Srivastava et al., 2014).
/// </summary>
/// <param name="Inputs">[embedding]: of every embedding of the sentence, the same ones at all words.</param>
/// <param name="States">
/// [layers][words][hidden]: of h_t where the logits are computed from it, in the order of the sentence. What a time
/// step passes on is whole; the probabilities that a Jordan network passes on come from what is left.
/// </param>
public sealed record ReferenceDropout(double[] Inputs, double[][][] States);
