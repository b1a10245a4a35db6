using FastElman.Model;
using FastElman.Training.Runs.Checkpoints;
using FastElman.Training.Runs.Schedule;

namespace FastElman.Training.Runs;

/// <summary>
/// The updates of a run, in the order of the epoch, and the check that losses and weights stay finite.
/// </summary>
internal sealed class SentenceUpdates
{
    /// <summary>
    /// Sentences between two checks that all weights are finite; the loss is checked after every update.
    /// </summary>
    private const int SentencesBetweenChecks = 64;

    private readonly TrainingOptions _options;
    private readonly TrainingSentence[] _sentences;
    private readonly IUpdateSteps _steps;
    private readonly bool _isFinal;

    /// <summary>The most sentences from one check to the next: a batch is trained on as a whole.</summary>
    private readonly int _largestGap;

    /// <summary>Prepares the updates of a run.</summary>
    /// <param name="options">How to train, checked.</param>
    /// <param name="sentences">The sentences of an epoch, in the order of the corpus.</param>
    /// <param name="steps">Makes the updates.</param>
    /// <param name="isFinal">Whether they are those of the final training.</param>
    public SentenceUpdates(
        TrainingOptions options, TrainingSentence[] sentences, IUpdateSteps steps, bool isFinal)
    {
        _options = options;
        _sentences = sentences;
        _steps = steps;
        _isFinal = isFinal;
        _largestGap = SentencesBetweenChecks
            + (options.Recipe == TrainingRecipe.Regularized ? options.Regularization.BatchSize - 1 : 0);
    }

    /// <summary>What a method of this class threw; null unless the run has diverged.</summary>
    public TrainingDivergedException? Divergence { get; private set; }

    /// <summary>Whether the run has made all updates that its options allow.</summary>
    public bool IsLimitReached(RunSnapshot state) => state.UpdateCount >= (_options.SentenceLimit ?? long.MaxValue);

    /// <summary>Makes the next update of the epoch and counts its sentences in the state.</summary>
    /// <exception cref="TrainingDivergedException">A loss or a weight is no longer finite.</exception>
    public UpdateResult TrainNext(RunSnapshot state)
    {
        if (state.Place == 0)
        {
            Prune(state);
            SentenceOrder.Advance(state.Order, _options, state.Schedule.EpochsDone);
        }

        var update = _steps.Next(state);
        var before = state.UpdateCount;
        state.UpdateCount += update.Sentences;
        var last = state.Order[state.Place + update.Sentences - 1];
        if (!double.IsFinite(update.LossSum))
        {
            Diverge(state, last, $"the loss of this {NameOf(update)} is {update.LossSum}");
        }

        state.Place += update.Sentences;
        state.LossSum += update.LossSum;
        if (state.UpdateCount / SentencesBetweenChecks != before / SentencesBetweenChecks
            || state.Place == _sentences.Length
            || IsLimitReached(state))
        {
            CopyParameters(state, last);
        }

        return update;
    }

    /// <summary>Copies the parameters and the moments of the optimiser to the state, for a checkpoint.</summary>
    /// <exception cref="TrainingDivergedException">A weight is no longer finite.</exception>
    public void CopyTo(RunSnapshot state)
    {
        CopyParameters(state, state.Order[Math.Max(state.Place - 1, 0)]);
        state.Moments = _steps.CopyMoments();
    }

    /// <summary>Continues from the state that a checkpoint held.</summary>
    public void Continue(RunSnapshot state)
    {
        _steps.Continue(state);
        if (state.Place > 0)
        {
            Prune(state);
        }
    }

    /// <summary>Continues from other parameters, which are copied, with new moments.</summary>
    public void Restart(ElmanParameters parameters) => _steps.Restart(parameters);

    /// <summary>
    /// Prunes to the density of the epoch. Before the first sentence of an epoch that begins with a step of the
    /// schedule it removes more; at any other time it finds what was removed before.
    /// </summary>
    private void Prune(RunSnapshot state)
    {
        if (state.Schedule.Rules.Pruning is { } pruning)
        {
            _steps.Prune(pruning.DensityOf(state.Schedule.EpochsDone));
        }
    }

    private void CopyParameters(RunSnapshot state, int lastSentence)
    {
        _steps.CopyTo(state);
        if (state.Parameters.FindNonFinite() is var (tensor, index))
        {
            Diverge(
                state,
                lastSentence,
                $"after this sentence or one of up to {_largestGap - 1} before it, "
                + $"the weight {index} of {tensor.FileName()} is {state.Parameters[tensor][index]}");
        }
    }

    private static string NameOf(UpdateResult update) =>
        update.Sentences == 1
            ? "sentence"
            : FormattableString.Invariant($"batch, whose {update.Sentences} sentences end with this one,");

    private void Diverge(RunSnapshot state, int sentence, string problem)
    {
        var source = _sentences[sentence].Source;
        Divergence = new TrainingDivergedException(
            problem, state.Schedule.EpochsDone + 1, sentence, source.File, source.Line, _isFinal);
        throw Divergence;
    }
}
