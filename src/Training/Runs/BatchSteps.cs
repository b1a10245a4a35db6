using FastElman.Training.Backpropagation;
using FastElman.Training.Randomness;
using FastElman.Training.Runs.Checkpoints;

namespace FastElman.Training.Runs;

/// <summary>
/// One update a batch of sentences, with dropout, an average of the parameters and a learning rate that falls with
/// every update: <see cref="TrainingRecipe.Regularized"/>.
/// </summary>
/// <remarks>
/// What an update draws depends on the seed and on the number of sentences before it, on nothing else: a run that
/// continues from a checkpoint draws the same.
/// </remarks>
internal sealed class BatchSteps : IUpdateSteps
{
    private readonly TrainingOptions _options;
    private readonly TrainingSentence[] _sentences;
    private readonly BatchTrainer _trainer;
    private readonly WordDropout? _wordDropout;
    private readonly Teachers? _teachers;
    private IReadOnlyList<ReadOnlyMemory<float>>? _taught;
    private int[] _words = [];

    /// <param name="options">How to train, checked.</param>
    /// <param name="sentences">The sentences of an epoch, in the order of the corpus.</param>
    /// <param name="parameters">The initial parameters, copied.</param>
    /// <param name="unknown">The index of <c>&lt;UNK&gt;</c>; null where the vocabulary has none.</param>
    /// <param name="composed">What words are made of, where they are trained with subwords; else null.</param>
    /// <param name="teachers">Who teaches the run; null for nobody.</param>
    public BatchSteps(
        TrainingOptions options,
        TrainingSentence[] sentences,
        ElmanParameters parameters,
        int? unknown,
        ComposedWords? composed,
        Teachers? teachers)
    {
        _options = options;
        _sentences = sentences;
        var regularization = options.Regularization;
        _wordDropout = regularization.WordDropout > 0 && unknown is { } index
            ? new WordDropout(
                regularization.WordDropout, index, parameters.Shape.VocabularySize, sentences, composed)
            : null;
        _trainer = new BatchTrainer(
            parameters,
            new BatchSettings(
                (float)options.EffectiveLabelSmoothing,
                teachers is null ? 0 : (float)regularization.TeacherWeight,
                new DropoutRates(
                    regularization.InputDropout, regularization.OutputDropout, regularization.SubwordDropout),
                regularization.AveragingDecay,
                options.FreezeEmbeddings),
            words: composed);
        _teachers = teachers;
    }

    public UpdateResult Next(RunSnapshot state)
    {
        var random = new SplitMix64(((ulong)_options.Seed << 32) ^ ~(ulong)state.UpdateCount);
        var batch = state.Order.AsSpan(state.Place, Math.Min(BatchSize, _sentences.Length - state.Place));
        var words = 0;
        foreach (var number in batch)
        {
            words += _sentences[number].Words.Length;
        }

        _taught ??= _teachers?.Label(_sentences, _trainer.LabelStride);
        var losses = 0.0;
        foreach (var number in batch)
        {
            var sentence = _sentences[number];
            losses += _trainer.Add(
                DropWords(sentence.Words, random),
                sentence.Labels,
                _taught is null ? default : _taught[number],
                weight: (float)sentence.Words.Length / words,
                random);
        }

        var schedule = state.Schedule;
        var rate = schedule.Rules.RateWithin(
            schedule.EpochsDone, (double)state.Place / _sentences.Length, schedule.LearningRate);
        _trainer.Step((float)rate);
        return new UpdateResult(batch.Length, words, losses);
    }

    public void Prune(double density) => _trainer.Prune(density);

    public void CopyTo(RunSnapshot state) => _trainer.CopyTo(state.Parameters, state.Averages!);

    public AdamMoments CopyMoments() => _trainer.CopyMoments();

    public void Continue(RunSnapshot state) =>
        _trainer.SetParameters(state.Parameters, state.Moments, state.Averages!);

    public void Restart(ElmanParameters parameters) => _trainer.SetParameters(parameters, null, parameters);

    private int BatchSize => _options.Regularization.BatchSize;

    private ReadOnlySpan<int> DropWords(int[] words, SplitMix64 random)
    {
        if (_wordDropout is null)
        {
            return words;
        }

        if (words.Length > _words.Length)
        {
            _words = new int[words.Length];
        }

        var dropped = _words.AsSpan(0, words.Length);
        words.CopyTo(dropped);
        _wordDropout.Apply(dropped, random);
        return dropped;
    }
}
