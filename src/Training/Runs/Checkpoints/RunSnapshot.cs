using FastElman.Training.Backpropagation;
using FastElman.Training.Runs.Schedule;

namespace FastElman.Training.Runs.Checkpoints;

/// <summary>
/// The whole state of a run between two sentences, apart from corpus and options: what a checkpoint holds.
/// </summary>
internal sealed class RunSnapshot
{
    private readonly List<EpochResult> _epochs = [];

    public RunSnapshot(ElmanParameters parameters, TrainingSchedule schedule, int[] order)
    {
        Parameters = parameters;
        Schedule = schedule;
        Order = order;
    }

    /// <summary>The parameters when they were last copied out of the trainer.</summary>
    public ElmanParameters Parameters { get; }

    /// <summary>
    /// The moving average of the parameters, copied at the same time; null where the recipe has none.
    /// </summary>
    public ElmanParameters? Averages { get; init; }

    /// <summary>What is scored and becomes a model: the average where there is one.</summary>
    public ElmanParameters Trained => Averages ?? Parameters;

    /// <summary>
    /// The parameters of the best epoch, or of the last one without a validation set; null before the first epoch has
    /// ended.
    /// </summary>
    public ElmanParameters? Best { get; set; }

    /// <summary>
    /// The moments of the optimiser when <see cref="Parameters"/> were copied for a checkpoint; null for gradient
    /// descent.
    /// </summary>
    public AdamMoments? Moments { get; set; }

    public TrainingSchedule Schedule { get; set; }

    /// <summary>[sentences]: the order of the epoch in progress, or of the last one.</summary>
    public int[] Order { get; }

    /// <summary>Sentences of the epoch in progress that are done.</summary>
    public int Place { get; set; }

    /// <summary>The sum of their losses.</summary>
    public double LossSum { get; set; }

    /// <summary>Updates since the start of the run, one a sentence.</summary>
    public long UpdateCount { get; set; }

    public IReadOnlyList<EpochResult> Epochs => _epochs;

    public void Add(EpochResult epoch) => _epochs.Add(epoch);
}
