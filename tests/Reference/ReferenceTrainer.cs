namespace FastElman.Reference;

/// <summary>
/// The tutorial's training step, for every variant of the network: stochastic gradient descent on one sentence, then
/// every embedding is divided by its length.
/// </summary>
public sealed class ReferenceTrainer(ReferenceNetwork network)
{
    /// <summary>Copies the parameters.</summary>
    public ReferenceTrainer(ElmanParameters parameters)
        : this(new ReferenceNetwork(parameters))
    {
    }

    /// <summary>The network in training.</summary>
    public ReferenceNetwork Network { get; } = network;

    /// <summary>From 0 to 1, see <see cref="ReferenceLoss"/>.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>The loss of a sentence, without label smoothing and teachers.</summary>
    public double Loss(IReadOnlyList<int> words, IReadOnlyList<int> labels, ReferenceDropout? dropout = null) =>
        ReferenceLoss.Of(Network.Run(words, dropout).Chain, labels);

    /// <summary>The loss that is minimised.</summary>
    public double SmoothedLoss(
        IReadOnlyList<int> words,
        IReadOnlyList<int> labels,
        ReferenceDropout? dropout = null,
        ReferenceTeaching? teaching = null) =>
        ReferenceLoss.Of(Network.Run(words, dropout).Chain, labels, LabelSmoothing, teaching);

    /// <summary>The derivatives of the loss that is minimised, in the order of <see cref="ElmanTensor"/>.</summary>
    public double[][] Gradients(
        IReadOnlyList<int> words,
        IReadOnlyList<int> labels,
        ReferenceDropout? dropout = null,
        ReferenceTeaching? teaching = null) =>
        ReferenceGradients.Of(Network, Network.Run(words, dropout), labels, LabelSmoothing, teaching);

    /// <summary>A step of gradient descent, then normalisation of the embeddings.</summary>
    /// <returns>The loss before the step, without label smoothing.</returns>
    public double Train(IReadOnlyList<int> words, IReadOnlyList<int> labels, double learningRate)
    {
        var loss = Descend(words, labels, learningRate);
        ReferenceEmbeddings.Normalize(Network[ElmanTensor.Embeddings], Network.Shape.EmbeddingSize);
        return loss;
    }

    /// <summary>A step of gradient descent: every parameter −= learning rate · gradient.</summary>
    /// <returns>The loss before the step, without label smoothing.</returns>
    public double Descend(IReadOnlyList<int> words, IReadOnlyList<int> labels, double learningRate)
    {
        var forward = Network.Run(words);
        var loss = ReferenceLoss.Of(forward.Chain, labels);
        var gradients = ReferenceGradients.Of(Network, forward, labels, LabelSmoothing);
        foreach (var tensor in Network.Shape.Tensors)
        {
            for (var i = 0; i < Network[tensor].Length; i++)
            {
                Network[tensor][i] -= learningRate * gradients[(int)tensor][i];
            }
        }

        return loss;
    }
}
