namespace FastElman.Training;

/// <summary>What came of an epoch.</summary>
/// <param name="Epoch">Its number, counted from 1.</param>
/// <param name="Loss">The mean over its sentences of their loss, each measured just before its update.</param>
/// <param name="LearningRate">The learning rate that it was trained with.</param>
/// <param name="ValidationF1">conlleval's F1 on the validation set in percent, 0 to 100; null where there is none.</param>
/// <param name="TestF1">The same on the test set; it decides nothing.</param>
/// <param name="IsBest">Whether it was the best on the validation set when it ended.</param>
public sealed record EpochResult(int Epoch, double Loss, double LearningRate, double? ValidationF1, double? TestF1, bool IsBest);
