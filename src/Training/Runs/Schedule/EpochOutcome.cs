namespace FastElman.Training.Runs.Schedule;

/// <summary>What follows from the score of an epoch.</summary>
/// <param name="Next">The schedule after it.</param>
/// <param name="IsBest">Whether its parameters are the best so far, to be kept.</param>
/// <param name="RestoresBest">Whether training continues from the best parameters.</param>
internal readonly record struct EpochOutcome(TrainingSchedule Next, bool IsBest, bool RestoresBest);
