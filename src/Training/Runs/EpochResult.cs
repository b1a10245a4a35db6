namespace FastElman.Training;

/// <summary>The loss and the scores of an epoch.</summary>
/// <param name="Epoch">Its number, counted from 1.</param>
/// <param name="Loss">The mean loss of its sentences, each measured just before its update.</param>
/// <param name="LearningRate">The learning rate that it was trained with.</param>
/// <param name="ValidationF1">conlleval's F1 on the validation set in percent, 0 to 100; null without one.</param>
/// <param name="TestF1">The same on the test set; it decides nothing.</param>
/// <param name="IsBest">Whether it was the best on the validation set when it ended.</param>
public sealed record EpochResult(
    int Epoch, double Loss, double LearningRate, double? ValidationF1, double? TestF1, bool IsBest);
