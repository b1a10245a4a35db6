namespace FastElman.Training.Runs;

/// <summary>What an update has done.</summary>
/// <param name="Sentences">Its sentences.</param>
/// <param name="Words">Their words.</param>
/// <param name="LossSum">The sum of their losses, each the mean of its words.</param>
internal readonly record struct UpdateResult(int Sentences, int Words, double LossSum);
