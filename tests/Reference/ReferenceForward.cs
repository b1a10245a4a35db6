namespace FastElman.Reference;

/// <summary>
/// The forward pass over one sentence, with all that back-propagation needs of it. A bidirectional network
/// (M. Schuster and K. Paliwal, 1997) has a second hidden layer, which reads the sentence from its last word.
/// </summary>
public sealed class ReferenceForward
{
    private readonly HiddenActivation _activation;

    /// <param name="network">The parameters.</param>
    /// <param name="words">Indices; −1 is the padding word.</param>
    /// <param name="dropout">What is dropped; null for nothing.</param>
    public ReferenceForward(ReferenceNetwork network, IReadOnlyList<int> words, ReferenceDropout? dropout = null)
    {
        _activation = network.Shape.Variant.Activation;
        ForwardLayer = new ReferenceLayer(network, words, isBackward: false, dropout?.Inputs, dropout?.States[0]);
        BackwardLayer = network.Shape.Variant.Kind == NetworkKind.Bidirectional
            ? new ReferenceLayer(
                network,
                [.. words.Reverse()],
                isBackward: true,
                dropout?.Inputs,
                dropout is null ? null : [.. dropout.States[1].Reverse<double[]>()])
            : null;
        Hidden = Both(layer => layer.Hidden);
        Kept = Both(layer => layer.Kept);
        Logits = Array.ConvertAll(Kept, network.Logits);
        Chain = new ReferenceChain(Logits, network[ElmanTensor.Transitions]);
    }

    public ReferenceLayer ForwardLayer { get; }

    /// <summary>Its rows are in the order in which it reads.</summary>
    public ReferenceLayer? BackwardLayer { get; }

    /// <summary>[words][hidden], or [words][2 · hidden] with the forward layer first.</summary>
    public double[][] Hidden { get; }

    /// <summary>What dropout leaves of it.</summary>
    public double[][] Kept { get; }

    /// <summary>[words][labels].</summary>
    public double[][] Logits { get; }

    /// <summary>The distribution over the labels, without constraints of the IOB scheme.</summary>
    public ReferenceChain Chain { get; }

    /// <summary>[words][labels].</summary>
    public double[][] Probabilities => Chain.Probabilities;

    /// <summary>[words].</summary>
    public int[] Labels => Chain.Best();

    /// <summary>
    /// The smallest magnitude of the argument of a ReLU, ∞ with other activations. Near 0, rounding or the step of a
    /// finite difference may change the derivative.
    /// </summary>
    public double DistanceFromKink => _activation == HiddenActivation.Relu
        ? ForwardLayer.Sums.Concat(BackwardLayer?.Sums ?? []).SelectMany(sums => sums).Min(Math.Abs)
        : double.PositiveInfinity;

    /// <summary>[words][…]: rows of the forward layer, with those of the backward layer behind them.</summary>
    private double[][] Both(Func<ReferenceLayer, double[][]> rows) => BackwardLayer is null
        ? rows(ForwardLayer)
        : [.. rows(ForwardLayer).Zip(rows(BackwardLayer).Reverse(), (one, other) => (double[])[.. one, .. other])];
}
