namespace FastElman.Training.Runs;

/// <summary>What a <see cref="TrainingSchedule"/> goes by. Two sets of rules are in use, and they differ in what the three truths say.</summary>
internal sealed record ScheduleRules
{
    /// <summary>The tutorial's: epochs without a better score before the learning rate falls.</summary>
    public const int DefaultPatience = 10;

    /// <summary>The tutorial's.</summary>
    private const double SmallestGradientDescentLearningRate = 1e-5;

    /// <summary>A rate of Adam is some hundred times smaller than one of gradient descent that moves parameters as far.</summary>
    private const double SmallestAdamLearningRate = 1e-7;

    /// <summary>The most epochs, at least 1.</summary>
    public required int Epochs { get; init; }

    /// <summary>The learning rate of the first epoch.</summary>
    public required double LearningRate { get; init; }

    /// <summary>What the learning rate is multiplied by after every epoch, whatever its score; 1 for nothing.</summary>
    public double EpochDecay { get; init; } = 1;

    /// <summary>Epochs without a better score before the learning rate falls.</summary>
    public int Patience { get; init; } = DefaultPatience;

    /// <summary>What the learning rate is multiplied by then.</summary>
    public double Decay { get; init; } = 0.5;

    /// <summary>Training stops where the learning rate falls below this.</summary>
    public double SmallestLearningRate { get; init; } = SmallestGradientDescentLearningRate;

    /// <summary>Whether scores are compared as conlleval prints them, with two decimals, so that a slightly better one is no better.</summary>
    public required bool ComparesPrintedScores { get; init; }

    /// <summary>
    /// Whether, once patience has run out, the learning rate falls after every epoch until a better score comes; else patience
    /// begins anew with each fall.
    /// </summary>
    public required bool DecaysEveryStaleEpoch { get; init; }

    /// <summary>
    /// Whether the best parameters are restored only once, when patience first runs out after them. In the tutorial
    /// <c>rnn = best_rnn</c> makes both names one object: from then on the best network is the one that is trained, and restoring it
    /// again changes nothing, until a better score makes a copy.
    /// </summary>
    public required bool RestoresBestOnce { get; init; }

    /// <summary>The rules of the tutorial's <c>rnnslu.py</c>, to the letter.</summary>
    public static ScheduleRules Tutorial(int epochs, double learningRate) => new()
    {
        Epochs = epochs,
        LearningRate = learningRate,
        ComparesPrintedScores = true,
        DecaysEveryStaleEpoch = true,
        RestoresBestOnce = true,
    };

    /// <summary>
    /// What the tutorial means, the best parameters kept as they were and a lower learning rate given its time to help, with a learning rate that
    /// begins high and falls a little after each epoch.
    /// </summary>
    public static ScheduleRules Corrected(int epochs, double learningRate, TrainingOptimizer optimizer = TrainingOptimizer.GradientDescent) => new()
    {
        Epochs = epochs,
        LearningRate = learningRate,
        EpochDecay = 0.93,
        SmallestLearningRate = optimizer == TrainingOptimizer.Adam ? SmallestAdamLearningRate : SmallestGradientDescentLearningRate,
        ComparesPrintedScores = false,
        DecaysEveryStaleEpoch = false,
        RestoresBestOnce = false,
    };
}
