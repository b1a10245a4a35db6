using System.Globalization;

namespace FastElman.Training;

/// <summary>The loss and the scores of an epoch.</summary>
/// <param name="Epoch">Its number, counted from 1.</param>
/// <param name="Loss">The mean loss of its sentences, each measured just before its update.</param>
/// <param name="LearningRate">The learning rate that it was trained with.</param>
/// <param name="ValidationF1">conlleval's F1 on the validation set in percent, 0 to 100; null without one.</param>
/// <param name="TestF1">The same on the test set; it decides nothing.</param>
/// <param name="IsBest">Whether it was the best on the validation set when it ended.</param>
public sealed record EpochResult(
    int Epoch, double Loss, double LearningRate, double? ValidationF1, double? TestF1, bool IsBest)
{
    /// <summary>The epoch with its loss, and F1 on the sets that there are.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {Epoch}: loss {Loss:F4}, learning rate {LearningRate}"
        + $"{F1(ValidationF1, "validation")}{F1(TestF1, "test")}{(IsBest ? ", best" : string.Empty)}");

    private static string F1(double? score, string set) =>
        score is null ? string.Empty : FormattableString.Invariant($", {set} F1 {score:F2}");
}
