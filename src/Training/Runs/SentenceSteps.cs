using FastElman.Training.Backpropagation;
using FastElman.Training.Runs.Checkpoints;

namespace FastElman.Training.Runs;

/// <summary>One update a sentence, as in the tutorial.</summary>
internal sealed class SentenceSteps : IUpdateSteps
{
    private readonly TrainingSentence[] _sentences;
    private readonly SentenceTrainer _trainer;
    private readonly SentenceStep _step;

    /// <param name="options">How to train, checked.</param>
    /// <param name="sentences">The sentences of an epoch, in the order of the corpus.</param>
    /// <param name="parameters">The initial parameters, copied.</param>
    /// <param name="step">Trains on one sentence.</param>
    public SentenceSteps(
        TrainingOptions options, TrainingSentence[] sentences, ElmanParameters parameters, SentenceStep step)
    {
        _sentences = sentences;
        _step = step;
        _trainer = new SentenceTrainer(
            parameters,
            labelSmoothing: (float)options.EffectiveLabelSmoothing,
            optimizer: options.Optimizer,
            freezesEmbeddings: options.FreezeEmbeddings);
    }

    public UpdateResult Next(RunSnapshot state)
    {
        var sentence = _sentences[state.Order[state.Place]];
        var loss = _step(_trainer, sentence.Words, sentence.Labels, (float)state.Schedule.LearningRate);
        return new UpdateResult(1, sentence.Words.Length, loss);
    }

    public void Prune(double density) => _trainer.Prune(density);

    public void CopyTo(RunSnapshot state) => _trainer.CopyParametersTo(state.Parameters);

    public AdamMoments? CopyMoments() => _trainer.CopyMoments();

    public void Continue(RunSnapshot state) => _trainer.SetParameters(state.Parameters, state.Moments);

    public void Restart(ElmanParameters parameters) => _trainer.SetParameters(parameters);
}
