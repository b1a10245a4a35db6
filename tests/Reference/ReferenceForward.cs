namespace FastElman.Reference;

/// <summary>
/// The forward pass over one sentence, with all that back-propagation needs of it. A bidirectional network
/// (M. Schuster and K. Paliwal, 1997) has a second hidden layer, which reads the sentence from its last word.
/// </summary>
public sealed class ReferenceForward
{
    private readonly HiddenActivation _activation;

    public ReferenceForward(ReferenceNetwork network, IReadOnlyList<int> words)
    {
        _activation = network.Shape.Variant.Activation;
        ForwardLayer = new ReferenceLayer(network, words, isBackward: false);
        BackwardLayer = network.Shape.Variant.Kind == NetworkKind.Bidirectional
            ? new ReferenceLayer(network, [.. words.Reverse()], isBackward: true)
            : null;
        Hidden = new double[words.Count][];
        for (var t = 0; t < words.Count; t++)
        {
            Hidden[t] = BackwardLayer is null
                ? ForwardLayer.Hidden[t]
                : [.. ForwardLayer.Hidden[t], .. BackwardLayer.Hidden[words.Count - 1 - t]];
        }

        Logits = Array.ConvertAll(Hidden, network.Logits);
        Chain = new ReferenceChain(Logits, network[ElmanTensor.Transitions]);
    }

    public ReferenceLayer ForwardLayer { get; }

    /// <summary>Its rows are in the order in which it reads.</summary>
    public ReferenceLayer? BackwardLayer { get; }

    /// <summary>[words][hidden], or [words][2 · hidden] with the forward layer first.</summary>
    public double[][] Hidden { get; }

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
}
