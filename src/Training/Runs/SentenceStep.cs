using FastElman.Training.Backpropagation;

namespace FastElman.Training.Runs;

/// <summary>
/// Trains on one sentence. A run calls <see cref="SentenceTrainer.Train"/>; tests put something before it or in its
/// place.
/// </summary>
/// <param name="trainer">Holds the parameters.</param>
/// <param name="words">[words], at least one.</param>
/// <param name="labels">[words].</param>
/// <param name="learningRate">Finite, at least 0.</param>
/// <returns>The loss before the update.</returns>
internal delegate float SentenceStep(
    SentenceTrainer trainer, ReadOnlySpan<int> words, ReadOnlySpan<int> labels, float learningRate);
