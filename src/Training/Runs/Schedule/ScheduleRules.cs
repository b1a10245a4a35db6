namespace FastElman.Training.Runs.Schedule;

/// <summary>The rules of a <see cref="TrainingSchedule"/>. There is a set of rules for each recipe.</summary>
internal sealed record ScheduleRules
{
    /// <summary>The tutorial's number of epochs without a better score before the learning rate falls.</summary>
    public const int DefaultPatience = 10;

    /// <summary>The tutorial's limit.</summary>
    private const double SmallestGradientDescentLearningRate = 1e-5;

    /// <summary>
    /// Adam moves parameters as far with a rate about a hundred times smaller than gradient descent does.
    /// </summary>
    private const double SmallestAdamLearningRate = 1e-7;

    /// <summary>The share of the first learning rate that the last updates have at least.</summary>
    private const double SmallestShareOfFall = 0.01;

    /// <summary>The largest number of epochs, at least 1.</summary>
    public required int Epochs { get; init; }

    /// <summary>The learning rate of the first epoch.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The factor of the learning rate after every epoch, whatever its score; 1 for none.</summary>
    public double EpochDecay { get; init; } = 1;

    /// <summary>
    /// The epochs in which the learning rate falls in a straight line, from the first update to the last; null where
    /// it is the same in a whole epoch.
    /// </summary>
    public int? EpochsOfFall { get; init; }

    /// <summary>Epochs without a better score before the learning rate falls.</summary>
    public int Patience { get; init; } = DefaultPatience;

    /// <summary>The factor of the learning rate when it falls.</summary>
    public double Decay { get; init; } = 0.5;

    /// <summary>Training ends when the learning rate falls below this.</summary>
    public double SmallestLearningRate { get; init; } = SmallestGradientDescentLearningRate;

    /// <summary>When recurrent weights are pruned; null for never.</summary>
    public PruningSchedule? Pruning { get; init; }

    /// <summary>
    /// Whether the latest epoch counts as the best one, whatever its score: where the learning rate falls to its end,
    /// the last epoch is the best but for the noise of the scores.
    /// </summary>
    public bool TakesLatest => EpochsOfFall is not null;

    /// <summary>
    /// Whether scores are compared with two decimals, as conlleval prints them, so that a slightly better one does not
    /// count.
    /// </summary>
    public required bool ComparesPrintedScores { get; init; }

    /// <summary>
    /// Whether, once patience has run out, the learning rate falls after every epoch until there is a better score;
    /// otherwise patience starts again with each fall.
    /// </summary>
    public required bool DecaysEveryStaleEpoch { get; init; }

    /// <summary>
    /// Whether the best parameters are restored only the first time that patience runs out after them. In the tutorial
    /// <c>rnn = best_rnn</c> makes both names refer to one object: from then on the best network is the one that is
    /// trained, and restoring it has no effect until a better score makes a copy.
    /// </summary>
    public required bool RestoresBestOnce { get; init; }

    /// <summary>The rules of a recipe.</summary>
    public static ScheduleRules Of(TrainingOptions options) => (options.Recipe switch
    {
        TrainingRecipe.Tutorial => Tutorial(options.Epochs, options.EffectiveLearningRate),
        TrainingRecipe.Regularized => Regularized(options.Epochs, options.EffectiveLearningRate),
        _ => Corrected(options.Epochs, options.EffectiveLearningRate, options.Optimizer),
    }) with
    {
        Pruning = PruningSchedule.Of(options),
    };

    /// <summary>The learning rate in an epoch.</summary>
    /// <param name="epoch">The epoch, counted from 0.</param>
    /// <param name="share">The share of its sentences that is done, where the learning rate falls within it.</param>
    /// <param name="rate">The learning rate of the epoch, where it does not.</param>
    public double RateWithin(int epoch, double share, double rate) => EpochsOfFall is { } epochs
        ? LearningRate * Math.Max(SmallestShareOfFall, 1 - ((epoch + share) / epochs))
        : rate;

    /// <summary>
    /// The rules of the final training: the same up to the best epoch. With the scores of the first training they lead
    /// to the same learning rates, and to the best parameters after the same epochs.
    /// </summary>
    /// <param name="first">The first training, which is over and has a best epoch.</param>
    public ScheduleRules ForFinalTraining(TrainingSchedule first) => this with { Epochs = first.BestEpoch + 1 };

    /// <summary>The rules of the tutorial's <c>rnnslu.py</c>, to the letter.</summary>
    public static ScheduleRules Tutorial(int epochs, double learningRate) => new()
    {
        Epochs = epochs,
        LearningRate = learningRate,
        ComparesPrintedScores = true,
        DecaysEveryStaleEpoch = true,
        RestoresBestOnce = true,
    };

    /// <summary>A learning rate that falls in a straight line, whatever the scores are.</summary>
    public static ScheduleRules Regularized(int epochs, double learningRate) => new()
    {
        Epochs = epochs,
        LearningRate = learningRate,
        EpochsOfFall = epochs,
        SmallestLearningRate = 0,
        ComparesPrintedScores = false,
        DecaysEveryStaleEpoch = false,
        RestoresBestOnce = false,
    };

    /// <summary>
    /// What the tutorial intends: the best parameters are kept unchanged, and a lower learning rate gets its full
    /// patience. Besides, the learning rate starts high and falls a little after each epoch.
    /// </summary>
    public static ScheduleRules Corrected(
        int epochs, double learningRate, TrainingOptimizer optimizer = TrainingOptimizer.GradientDescent) => new()
        {
            Epochs = epochs,
            LearningRate = learningRate,
            EpochDecay = 0.93,
            SmallestLearningRate =
            optimizer == TrainingOptimizer.Adam ? SmallestAdamLearningRate : SmallestGradientDescentLearningRate,
            ComparesPrintedScores = false,
            DecaysEveryStaleEpoch = false,
            RestoresBestOnce = false,
        };
}
