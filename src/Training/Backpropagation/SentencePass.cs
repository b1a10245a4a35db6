using FastElman.Simd;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// Forward and backward through one sentence with the kernels of one instruction set, which the virtual calls hide.
/// <see cref="SentencePass{TSimd, TVector}"/> lists the steps.
/// </summary>
internal abstract class SentencePass
{
    /// <summary>The instruction set that the kernels were compiled for.</summary>
    public abstract InstructionSet InstructionSet { get; }

    /// <param name="parameters">The parameters that the pass reads.</param>
    /// <param name="labelSmoothing">
    /// The share of every word's target that is spread evenly over all labels, 0 to below 1.
    /// </param>
    /// <param name="freezesEmbeddings">Whether the embeddings get no gradient and are not updated.</param>
    /// <param name="teaching">
    /// The weight of what teachers say in every word's target, 0 to 1; 0 without teachers, and where transitions are
    /// learned.
    /// </param>
    public static SentencePass Create(
        TrainingParameters parameters, float labelSmoothing, bool freezesEmbeddings = false, float teaching = 0) =>
        InstructionSets.Accept<Factory, SentencePass>(
            parameters.InstructionSet, new Factory(parameters, labelSmoothing, freezesEmbeddings, teaching));

    /// <summary>
    /// Computes the states and label probabilities of a sentence into <paramref name="workspace"/>. Indices are not
    /// checked.
    /// </summary>
    /// <param name="words">[words], indices of the vocabulary or −1.</param>
    /// <param name="labels">[words].</param>
    /// <param name="workspace">With room for the sentence.</param>
    /// <returns>The mean negative log-likelihood per word.</returns>
    public abstract float Forward(ReadOnlySpan<int> words, ReadOnlySpan<int> labels, TrainingWorkspace workspace);

    /// <summary>
    /// Adds <paramref name="factor"/> times the gradient of the loss (smoothed, where labels are smoothed) to
    /// <paramref name="target"/>. The target may be the parameters themselves: every gradient is that at the parameters
    /// before the call.
    /// </summary>
    /// <param name="labels">[words].</param>
    /// <param name="factor">−learningRate for a step of gradient descent, 1 for the gradients themselves.</param>
    /// <param name="target">What the scaled gradients are added to.</param>
    /// <param name="workspace">As <see cref="Forward"/> left it for the same sentence.</param>
    public abstract void Backward(
        ReadOnlySpan<int> labels, float factor, TrainingParameters target, TrainingWorkspace workspace);

    /// <summary>Divides the listed embeddings by their L2 norm.</summary>
    public abstract void NormalizeEmbeddings(EmbeddingNormalizer normalizer);

    private readonly struct Factory(
        TrainingParameters parameters, float labelSmoothing, bool freezesEmbeddings, float teaching)
        : ISimdVisitor<SentencePass>
    {
        public SentencePass Visit<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct =>
                new SentencePass<TSimd, TVector>(parameters, labelSmoothing, freezesEmbeddings, teaching);
    }
}
