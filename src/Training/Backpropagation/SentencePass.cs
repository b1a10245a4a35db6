using FastElman.Simd;

namespace FastElman.Training.Backpropagation;

/// <summary>Forward and backward through one sentence with the kernels of an instruction set: one virtual call hides which.</summary>
internal abstract class SentencePass
{
    /// <summary>The instruction set that the kernels were really made with.</summary>
    public abstract InstructionSet InstructionSet { get; }

    /// <param name="parameters">What it reads.</param>
    /// <param name="labelSmoothing">The part of every word's target that all labels share evenly: 0 for none.</param>
    public static SentencePass Create(TrainingParameters parameters, float labelSmoothing) =>
        InstructionSets.Accept<Factory, SentencePass>(parameters.InstructionSet, new Factory(parameters, labelSmoothing));

    /// <summary>Memory for sentences of so many words.</summary>
    public abstract TrainingScratch CreateScratch(int capacity);

    /// <summary>Computes the states and probabilities of a sentence and leaves them in <paramref name="scratch"/>. The indices are not checked here.</summary>
    /// <returns>The mean negative log-likelihood.</returns>
    public abstract float Forward(ReadOnlySpan<int> words, ReadOnlySpan<int> labels, TrainingScratch scratch);

    /// <summary>
    /// Adds factor times the gradient of the loss (the smoothed one, where labels are smoothed) to <paramref name="target"/>, which may be the parameters themselves: all gradients are
    /// those at the parameters as they were. To be called after <see cref="Forward"/> on the same sentence.
    /// </summary>
    public abstract void Backward(ReadOnlySpan<int> labels, float factor, TrainingParameters target, TrainingScratch scratch);

    /// <summary>Divides an embedding row by its length; a row of zeros stays as it is.</summary>
    /// <returns>Whether the length was exactly 1, or there was none to divide by: the row is as it was, and would be however often this were done.</returns>
    public abstract bool NormalizeEmbedding(int row);

    private readonly struct Factory(TrainingParameters parameters, float labelSmoothing) : ISimdVisitor<SentencePass>
    {
        public SentencePass Visit<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => new SentencePass<TSimd, TVector>(parameters, labelSmoothing);
    }
}
