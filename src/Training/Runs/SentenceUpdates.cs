using FastElman.Model;
using FastElman.Training.Backpropagation;
using FastElman.Training.Runs.Checkpoints;
using FastElman.Training.Runs.Schedule;

namespace FastElman.Training.Runs;

/// <summary>
/// The updates of a run, one a sentence in the order of the epoch, and the check that losses and weights stay finite.
/// </summary>
internal sealed class SentenceUpdates
{
    /// <summary>
    /// Sentences between two checks that all weights are finite; the loss is checked after every sentence.
    /// </summary>
    private const int SentencesBetweenChecks = 64;

    private readonly TrainingOptions _options;
    private readonly TrainingSentence[] _sentences;
    private readonly SentenceTrainer _trainer;
    private readonly SentenceStep _step;
    private readonly bool _isFinal;

    /// <summary>Prepares the updates of a run.</summary>
    /// <param name="options">How to train, checked.</param>
    /// <param name="sentences">The sentences of an epoch, in the order of the corpus.</param>
    /// <param name="parameters">The initial parameters, copied.</param>
    /// <param name="step">Trains on one sentence.</param>
    /// <param name="isFinal">Whether they are those of the final training.</param>
    public SentenceUpdates(
        TrainingOptions options,
        TrainingSentence[] sentences,
        ElmanParameters parameters,
        SentenceStep step,
        bool isFinal)
    {
        _options = options;
        _sentences = sentences;
        _trainer = new SentenceTrainer(
            parameters,
            labelSmoothing: (float)options.EffectiveLabelSmoothing,
            optimizer: options.Optimizer,
            freezesEmbeddings: options.FreezeEmbeddings);
        _step = step;
        _isFinal = isFinal;
    }

    /// <summary>What a method of this class threw; null unless the run has diverged.</summary>
    public TrainingDivergedException? Divergence { get; private set; }

    /// <summary>Whether the run has made all updates that its options allow.</summary>
    public bool IsLimitReached(RunSnapshot state) => state.UpdateCount >= (_options.SentenceLimit ?? long.MaxValue);

    /// <summary>Trains on the next sentence of the epoch and counts it in the state.</summary>
    /// <returns>The number of its words.</returns>
    /// <exception cref="TrainingDivergedException">A loss or a weight is no longer finite.</exception>
    public int TrainNext(RunSnapshot state)
    {
        if (state.Place == 0)
        {
            Prune(state);
            SentenceOrder.Advance(state.Order, _options, state.Schedule.EpochsDone);
        }

        var number = state.Order[state.Place];
        var sentence = _sentences[number];
        double loss = _step(_trainer, sentence.Words, sentence.Labels, (float)state.Schedule.LearningRate);
        state.UpdateCount++;
        if (!double.IsFinite(loss))
        {
            Diverge(state, number, $"the loss of this sentence is {loss}");
        }

        state.Place++;
        state.LossSum += loss;
        if (state.UpdateCount % SentencesBetweenChecks == 0
            || state.Place == _sentences.Length
            || IsLimitReached(state))
        {
            CopyParameters(state, number);
        }

        return sentence.Words.Length;
    }

    /// <summary>Copies the parameters and the moments of the optimiser to the state, for a checkpoint.</summary>
    /// <exception cref="TrainingDivergedException">A weight is no longer finite.</exception>
    public void CopyTo(RunSnapshot state)
    {
        CopyParameters(state, state.Order[Math.Max(state.Place - 1, 0)]);
        state.Moments = _trainer.CopyMoments();
    }

    /// <summary>Continues from the state that a checkpoint held.</summary>
    public void Continue(RunSnapshot state)
    {
        _trainer.SetParameters(state.Parameters, state.Moments);
        if (state.Place > 0)
        {
            Prune(state);
        }
    }

    /// <summary>Continues from other parameters.</summary>
    /// <param name="parameters">The parameters, copied.</param>
    /// <param name="moments">The moments of the optimiser, copied; null for new ones.</param>
    public void SetParameters(ElmanParameters parameters, AdamMoments? moments) =>
        _trainer.SetParameters(parameters, moments);

    /// <summary>
    /// Prunes to the density of the epoch. Before the first sentence of an epoch that begins with a step of the
    /// schedule it removes more; at any other time it finds what was removed before.
    /// </summary>
    private void Prune(RunSnapshot state)
    {
        if (state.Schedule.Rules.Pruning is { } pruning)
        {
            _trainer.Prune(pruning.DensityOf(state.Schedule.EpochsDone));
        }
    }

    private void CopyParameters(RunSnapshot state, int lastSentence)
    {
        _trainer.CopyParametersTo(state.Parameters);
        if (state.Parameters.FindNonFinite() is var (tensor, index))
        {
            Diverge(
                state,
                lastSentence,
                $"after this sentence or one of up to {SentencesBetweenChecks - 1} before it, "
                + $"the weight {index} of {tensor.FileName()} is {state.Parameters[tensor][index]}");
        }
    }

    private void Diverge(RunSnapshot state, int sentence, string problem)
    {
        var source = _sentences[sentence].Source;
        Divergence = new TrainingDivergedException(
            problem, state.Schedule.EpochsDone + 1, sentence, source.File, source.Line, _isFinal);
        throw Divergence;
    }
}
