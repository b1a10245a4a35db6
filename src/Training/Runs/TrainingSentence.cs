namespace FastElman.Training.Runs;

/// <summary>A sentence to train on, in indices of the network, all of them in range.</summary>
/// <param name="Words">[words]; with subwords rows of <see cref="Backpropagation.ComposedWords"/>.</param>
/// <param name="Labels">[words].</param>
/// <param name="Source">The sentence of the corpus, for messages.</param>
internal readonly record struct TrainingSentence(int[] Words, int[] Labels, CorpusSentence Source);
