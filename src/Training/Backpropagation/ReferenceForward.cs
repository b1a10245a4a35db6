using FastElman.Model;

namespace FastElman.Training.Backpropagation;

/// <summary>The forward pass of one sentence, all of it kept: what the gradients and the tests need.</summary>
internal sealed class ReferenceForward
{
    /// <summary>Runs the network of <paramref name="trainer"/> over a sentence of at least one word.</summary>
    public ReferenceForward(ReferenceTrainer trainer, ReadOnlySpan<int> words)
    {
        RequireWords(trainer.Shape, words);
        var layers = HiddenLayerTensors.Of(trainer.Shape.Variant.Kind);
        FromTheFirst = new ReferenceLayer(trainer, layers[0], words);
        FromTheLast = layers.Length > 1 ? new ReferenceLayer(trainer, layers[1], Reversed(words)) : null;
        Hidden = new double[words.Length][];
        Logits = new double[words.Length][];
        for (var t = 0; t < words.Length; t++)
        {
            Hidden[t] = FromTheLast is null ? FromTheFirst.Hidden[t] : [.. FromTheFirst.Hidden[t], .. FromTheLast.Hidden[words.Length - 1 - t]];
            Logits[t] = trainer.Logits(Hidden[t]);
        }

        Objective = ReferenceObjective.Of(trainer, Logits);
    }

    /// <summary>The hidden layer that reads the sentence from its first word on.</summary>
    public ReferenceLayer FromTheFirst { get; }

    /// <summary>The one that reads it from its last word on, where there is one: what it keeps is in that order.</summary>
    public ReferenceLayer? FromTheLast { get; }

    /// <summary>[words][hidden], or where there are two hidden layers [words][2 · hidden], the one that reads from the first word on before the other.</summary>
    public double[][] Hidden { get; }

    /// <summary>[words][labels].</summary>
    public double[][] Logits { get; }

    /// <summary>What the logits say about the labels.</summary>
    public ReferenceObjective Objective { get; }

    /// <summary>[words][labels]: the softmax of the logits, or where transitions are learned the posterior marginals.</summary>
    public double[][] Probabilities => Objective.Probabilities;

    /// <summary>The mean negative log-likelihood.</summary>
    public double Loss(ReadOnlySpan<int> labels)
    {
        RequireLabels(labels);
        return Objective.Loss(labels);
    }

    /// <summary>The loss where a part of every target is shared evenly by all labels, or by all sequences of labels.</summary>
    public double SmoothedLoss(ReadOnlySpan<int> labels, double smoothing)
    {
        RequireLabels(labels);
        return Objective.SmoothedLoss(labels, smoothing);
    }

    /// <summary>The likeliest label of every word, or where transitions are learned the likeliest sequence.</summary>
    public int[] Predictions() => Objective.Predictions();

    /// <summary>Refuses what are not the labels of this sentence.</summary>
    public void RequireLabels(ReadOnlySpan<int> labels)
    {
        if (labels.Length != Logits.Length)
        {
            throw new ArgumentException($"A sentence has one label a word: expected {Logits.Length}, found {labels.Length}.", nameof(labels));
        }

        foreach (var label in labels)
        {
            if ((uint)label >= (uint)Logits[0].Length)
            {
                throw new ArgumentOutOfRangeException(nameof(labels), label, $"A label is a number from 0 to {Logits[0].Length - 1}.");
            }
        }
    }

    private static void RequireWords(ElmanShape shape, ReadOnlySpan<int> words)
    {
        if (words.IsEmpty)
        {
            throw new ArgumentException("A sentence has at least one word.", nameof(words));
        }

        foreach (var word in words)
        {
            if (word < -1 || word > shape.PaddingRow)
            {
                throw new ArgumentOutOfRangeException(nameof(words), word, $"A word is a number from −1 to {shape.PaddingRow}.");
            }
        }
    }

    private static int[] Reversed(ReadOnlySpan<int> words)
    {
        var reversed = words.ToArray();
        Array.Reverse(reversed);
        return reversed;
    }
}
