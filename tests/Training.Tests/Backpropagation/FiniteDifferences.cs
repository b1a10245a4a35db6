using FastElman.Training.Backpropagation;

namespace FastElman.Training.Tests.Backpropagation;

/// <summary>Derivatives without any calculus: the loss a little above and a little below, for one parameter after the other.</summary>
internal static class FiniteDifferences
{
    private const double Step = 1e-5;

    /// <summary>
    /// Of the smoothed loss, in the order of <see cref="ElmanTensor"/>: exact but for about 1e-10 where the loss and its third derivative are of the order of 1.
    /// </summary>
    public static double[][] Of(ReferenceTrainer trainer, int[] words, int[] labels)
    {
        var differences = ReferenceTrainer.Zeros(trainer.Shape);
        foreach (var tensor in trainer.Shape.Tensors)
        {
            var values = trainer[tensor];
            for (var i = 0; i < values.Length; i++)
            {
                var value = values[i];
                values[i] = value + Step;
                var above = trainer.SmoothedLoss(words, labels);
                values[i] = value - Step;
                var below = trainer.SmoothedLoss(words, labels);
                values[i] = value;
                differences[(int)tensor][i] = (above - below) / (2 * Step);
            }
        }

        return differences;
    }
}
