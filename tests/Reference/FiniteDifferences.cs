namespace FastElman.Reference;

/// <summary>Derivatives without calculus: (f(x + step) − f(x − step)) / (2 · step), for one value at a time.</summary>
public static class FiniteDifferences
{
    private const double Step = 1e-5;

    /// <summary>
    /// The derivatives of a function with respect to an array that it reads. The error is about 1e-10 where the
    /// function and its third derivative are about 1.
    /// </summary>
    public static double[] Of(Func<double> function, double[] values)
    {
        var derivatives = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            values[i] = value + Step;
            var above = function();
            values[i] = value - Step;
            var below = function();
            values[i] = value;
            derivatives[i] = (above - below) / (2 * Step);
        }

        return derivatives;
    }

    /// <summary>Those of the smoothed loss, in the order of <see cref="ElmanTensor"/>.</summary>
    public static double[][] OfLoss(
        ReferenceTrainer trainer,
        IReadOnlyList<int> words,
        IReadOnlyList<int> labels,
        ReferenceDropout? dropout = null,
        ReferenceTeaching? teaching = null) =>
    [
        .. Enum.GetValues<ElmanTensor>().Select(
            tensor => Of(() => trainer.SmoothedLoss(words, labels, dropout, teaching), trainer.Network[tensor])),
    ];
}
