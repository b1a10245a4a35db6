using FastElman.Training.Evaluation;

namespace FastElman.Training.Runs.Schedule;

/// <summary>
/// The state of training between two epochs, and what follows from the score of an epoch: whether it is the best, the
/// next learning rate, whether to restore the best parameters, whether to stop. A pure function of the scores; it knows
/// no parameters.
/// </summary>
/// <remarks>Immutable.</remarks>
internal sealed record TrainingSchedule(ScheduleRules Rules)
{
    /// <summary>Completed epochs.</summary>
    public int EpochsDone { get; init; }

    /// <summary>The learning rate of the next epoch.</summary>
    public double LearningRate { get; init; } = Rules.LearningRate;

    /// <summary>
    /// The best score on the validation set, or the latest, F1 in percent; null before the first score.
    /// </summary>
    public double? BestF1 { get; init; }

    /// <summary>The epoch that reached it, counted from 0; −1 before the first score.</summary>
    public int BestEpoch { get; init; } = -1;

    /// <summary>The last epoch after which the learning rate fell, counted from 0; −1 before that.</summary>
    public int LastDecayEpoch { get; init; } = -1;

    /// <summary>Whether the best parameters were restored since they became the best.</summary>
    public bool WasBestRestored { get; init; }

    /// <summary>Whether no epoch is left, or the learning rate has become too small.</summary>
    public bool IsOver => EpochsDone >= Rules.Epochs
        || (EpochsDone > 0 && LearningRate < Rules.SmallestLearningRate && IsPruned(EpochsDone - 1));

    /// <summary>The schedule after one more epoch, and what to do with the parameters.</summary>
    /// <remarks>
    /// An epoch before the last step of pruning is like one without a validation set: it cannot be the best, and
    /// patience begins after it.
    /// </remarks>
    /// <param name="f1">Its F1 on the validation set in percent; null without one: then no epoch is the best.</param>
    public EpochOutcome After(double? f1)
    {
        var epoch = EpochsDone;
        var done = this with
        {
            EpochsDone = epoch + 1,
            LearningRate = Rules.RateWithin(epoch + 1, share: 0, LearningRate * Rules.EpochDecay),
        };
        if (f1 is not { } exact || !IsPruned(epoch))
        {
            return new EpochOutcome(done, IsBest: false, RestoresBest: false);
        }

        var score = Rules.ComparesPrintedScores ? Percent.AsPrinted(exact) : exact;
        if (BestF1 is not { } best || score > best || Rules.TakesLatest)
        {
            return new EpochOutcome(
                done with { BestF1 = score, BestEpoch = epoch, WasBestRestored = false },
                IsBest: true,
                RestoresBest: false);
        }

        var waitingSince = Rules.DecaysEveryStaleEpoch ? BestEpoch : Math.Max(BestEpoch, LastDecayEpoch);
        if (epoch - waitingSince < Rules.Patience)
        {
            return new EpochOutcome(done, IsBest: false, RestoresBest: false);
        }

        var decayed = done with
        {
            LearningRate = done.LearningRate * Rules.Decay,
            LastDecayEpoch = epoch,
            WasBestRestored = true,
        };
        return new EpochOutcome(decayed, IsBest: false, RestoresBest: !(WasBestRestored && Rules.RestoresBestOnce));
    }

    /// <summary>Whether an epoch, counted from 0, has the density that the rules ask for.</summary>
    private bool IsPruned(int epoch) => Rules.Pruning is not { } pruning || pruning.IsCompleteIn(epoch);
}
