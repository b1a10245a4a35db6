using FastElman.Simd;

namespace FastElman.Training.Backpropagation;

/// <summary>What a sentence is trained on: a loss of the logits of all its words and their labels, and its derivatives.</summary>
internal abstract class SentenceObjective<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public static SentenceObjective<TSimd, TVector> Create(TrainingParameters parameters, float labelSmoothing) => parameters.HasTransitions
        ? new ChainObjective<TSimd, TVector>(parameters, labelSmoothing)
        : new WordObjective<TSimd, TVector>(parameters, labelSmoothing);

    /// <summary>Computes from the logits the probabilities, in the place of the logits' errors, and the loss a word: the negative log-likelihood, unsmoothed.</summary>
    public abstract float Loss(ReadOnlySpan<int> labels, TrainingScratch scratch);

    /// <summary>Makes of the probabilities factor times the derivatives by the logits, and adds those by parameters of its own.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="factor">The factor for one word.</param>
    /// <param name="target">What the derivatives by its own parameters are added to.</param>
    /// <param name="scratch">Where <see cref="Loss"/> left the probabilities.</param>
    public abstract void Errors(ReadOnlySpan<int> labels, float factor, TrainingParameters target, TrainingScratch scratch);
}
