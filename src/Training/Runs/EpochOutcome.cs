namespace FastElman.Training.Runs;

/// <summary>What an epoch's score leads to.</summary>
/// <param name="Next">The schedule from here on.</param>
/// <param name="IsBest">Whether the parameters of now are the best, to be kept.</param>
/// <param name="RestoresBest">Whether training goes on from the best parameters.</param>
internal readonly record struct EpochOutcome(TrainingSchedule Next, bool IsBest, bool RestoresBest);
