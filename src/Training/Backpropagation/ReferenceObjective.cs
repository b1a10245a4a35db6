namespace FastElman.Training.Backpropagation;

/// <summary>What a sentence is trained on, and what its logits say about its labels.</summary>
/// <param name="logits">[words][labels].</param>
internal abstract class ReferenceObjective(double[][] logits)
{
    /// <summary>[words][labels].</summary>
    public abstract double[][] Probabilities { get; }

    /// <summary>[words][labels].</summary>
    protected double[][] Logits { get; } = logits;

    protected int WordCount => Logits.Length;

    protected int LabelCount => Logits[0].Length;

    public static ReferenceObjective Of(ReferenceTrainer trainer, double[][] logits) => trainer.Shape.Variant.Decoding.HasFlag(LabelDecoding.TransitionScores)
        ? new ReferenceChain(logits, trainer[ElmanTensor.Transitions])
        : new ReferenceWords(logits);

    /// <summary>The negative log-likelihood of the labels, by the words.</summary>
    public abstract double Loss(ReadOnlySpan<int> labels);

    /// <summary>What is descended on: the loss where a part of the target is not the labels given, but all labels evenly.</summary>
    public abstract double SmoothedLoss(ReadOnlySpan<int> labels, double smoothing);

    /// <summary>[words]: the labels that are found; constraints of the labels' names are not known here.</summary>
    public abstract int[] Predictions();

    /// <summary>[words][labels]: the smoothed loss's derivatives by the logits: (p_t − (1 − smoothing)·onehot(label_t) − smoothing / labels) / words.</summary>
    public double[][] ByLogits(ReadOnlySpan<int> labels, double smoothing)
    {
        var byLogits = new double[WordCount][];
        for (var t = 0; t < WordCount; t++)
        {
            byLogits[t] = new double[LabelCount];
            for (var label = 0; label < LabelCount; label++)
            {
                var target = (label == labels[t] ? 1 - smoothing : 0) + (smoothing / LabelCount);
                byLogits[t][label] = (Probabilities[t][label] - target) / WordCount;
            }
        }

        return byLogits;
    }

    /// <summary>[labels + 1, labels]: the smoothed loss's derivatives by the transitions, or nothing where there are none.</summary>
    public abstract double[] ByTransitions(ReadOnlySpan<int> labels, double smoothing);
}
