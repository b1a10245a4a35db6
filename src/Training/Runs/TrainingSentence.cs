namespace FastElman.Training.Runs;

/// <summary>A sentence to train on, in the network's indices, every one of them in range.</summary>
/// <param name="Words">The words [n].</param>
/// <param name="Labels">Their labels [n].</param>
/// <param name="Source">Where it comes from, for messages.</param>
internal readonly record struct TrainingSentence(int[] Words, int[] Labels, CorpusSentence Source);
