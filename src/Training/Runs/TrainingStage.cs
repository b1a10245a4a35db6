using FastElman.Training.Runs.Checkpoints;
using FastElman.Training.Runs.Schedule;

namespace FastElman.Training.Runs;

/// <summary>
/// One training from the initial parameters on, sentence by sentence and epoch by epoch. A run has one, or two: the
/// first chooses the best epoch, the final one has as many.
/// </summary>
internal sealed class TrainingStage
{
    private readonly TrainingSentence[] _sentences;
    private readonly SentenceUpdates _updates;
    private readonly bool _isFinal;

    /// <summary>Prepares a training.</summary>
    /// <param name="options">How to train, checked.</param>
    /// <param name="sentences">The sentences of an epoch, in the order of the corpus.</param>
    /// <param name="initial">The initial parameters, copied.</param>
    /// <param name="rules">The rules of its schedule.</param>
    /// <param name="steps">Makes the updates.</param>
    /// <param name="isFinal">Whether it is the final training.</param>
    public TrainingStage(
        TrainingOptions options,
        TrainingSentence[] sentences,
        ElmanParameters initial,
        ScheduleRules rules,
        IUpdateSteps steps,
        bool isFinal = false)
    {
        _sentences = sentences;
        _isFinal = isFinal;
        _updates = new SentenceUpdates(options, sentences, steps, isFinal);
        State = new RunSnapshot(
            initial.Clone(), new TrainingSchedule(rules), [.. Enumerable.Range(0, sentences.Length)])
        {
            Averages = options.Averages ? initial.Clone() : null,
        };
    }

    /// <summary>How far it is.</summary>
    public RunSnapshot State { get; private set; }

    /// <summary>Sentences of an epoch.</summary>
    public int SentenceCount => _sentences.Length;

    /// <summary>The largest number of epochs.</summary>
    public int EpochCount => State.Schedule.Rules.Epochs;

    /// <summary>The epoch in progress, counted from 1.</summary>
    public int Epoch => State.Schedule.EpochsDone + 1;

    /// <summary>Whether all updates are made that the options allow.</summary>
    public bool IsLimitReached => _updates.IsLimitReached(State);

    /// <summary>Whether nothing is left to train.</summary>
    public bool IsOver => State.Schedule.IsOver || IsLimitReached;

    /// <summary>Whether every sentence of the epoch in progress was trained on.</summary>
    public bool IsEpochComplete => State.Place == _sentences.Length;

    /// <summary>What a method of this class threw; null unless it has diverged.</summary>
    public TrainingDivergedException? Divergence => _updates.Divergence;

    /// <summary>Continues from a state that a checkpoint held.</summary>
    public void Continue(RunSnapshot state)
    {
        State = state;
        _updates.Continue(state);
    }

    /// <summary>Makes the next update of the epoch.</summary>
    /// <exception cref="TrainingDivergedException">A loss or a weight is no longer finite.</exception>
    public UpdateResult TrainNext() => _updates.TrainNext(State);

    /// <summary>Brings parameters and moments of the state up to date, for a checkpoint.</summary>
    /// <exception cref="TrainingDivergedException">A weight is no longer finite.</exception>
    public void UpdateState() => _updates.CopyTo(State);

    /// <summary>Ends an epoch and begins the next.</summary>
    /// <param name="deciding">
    /// F1 on the validation set, which decides the schedule: that of this epoch, or in the final training that of the
    /// same epoch of the first one; null without a validation set.
    /// </param>
    /// <param name="test">F1 on the test set; null where it was not scored.</param>
    /// <returns>The result of the epoch.</returns>
    public EpochResult EndEpoch(double? deciding, double? test)
    {
        var outcome = State.Schedule.After(deciding);
        var epoch = new EpochResult(
            outcome.Next.EpochsDone,
            State.LossSum / State.Place,
            State.Schedule.LearningRate,
            _isFinal ? null : deciding,
            test,
            !_isFinal && outcome.IsBest);
        if (outcome.IsBest || outcome.Next.BestEpoch < 0)
        {
            State.Best = State.Trained.Clone();
        }

        if (outcome.RestoresBest)
        {
            _updates.Restart(State.Best!);
        }

        State.Schedule = outcome.Next;
        State.Place = 0;
        State.LossSum = 0;
        State.Add(epoch);
        return epoch;
    }
}
