using FastElman.Training.Backpropagation;

namespace FastElman.Training.Runs;

/// <summary>All that a run is between two sentences, besides what it was started with: what a checkpoint holds.</summary>
internal sealed class RunSnapshot
{
    private readonly List<EpochResult> _epochs = [];

    public RunSnapshot(ElmanParameters parameters, TrainingSchedule schedule, int[] order)
    {
        Parameters = parameters;
        Schedule = schedule;
        Order = order;
    }

    /// <summary>The parameters of now, as far as they were last copied out of the trainer.</summary>
    public ElmanParameters Parameters { get; }

    /// <summary>Those of the best epoch, or of the last where there is no validation set; null before the first has ended.</summary>
    public ElmanParameters? Best { get; set; }

    /// <summary>What the optimiser remembered when <see cref="Parameters"/> were copied for a checkpoint; null where it remembers nothing.</summary>
    public AdamMoments? Moments { get; set; }

    public TrainingSchedule Schedule { get; set; }

    /// <summary>The sentences of the training set in the order of the epoch that is under way, or of the last.</summary>
    public int[] Order { get; }

    /// <summary>Sentences of the epoch that are done.</summary>
    public int Place { get; set; }

    /// <summary>The sum of their losses.</summary>
    public double LossSum { get; set; }

    /// <summary>Sentences that were trained on since the start.</summary>
    public long UpdateCount { get; set; }

    public IReadOnlyList<EpochResult> Epochs => _epochs;

    public void Add(EpochResult epoch) => _epochs.Add(epoch);
}
