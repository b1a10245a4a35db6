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
    private readonly SlotReplacement? _slotReplacement;
    private readonly WordDropout? _wordDropout;
    private readonly Teachers? _teachers;
    private IReadOnlyList<ReadOnlyMemory<float>>? _taught;
    private TrainingSentence[] _batch = [];
    private int[] _words = [];

    /// <param name="options">How to train, checked.</param>
    /// <param name="data">What the run trains on.</param>
    /// <param name="sentences">The sentences of an epoch, in the order of the corpus.</param>
    /// <param name="parameters">The initial parameters, copied.</param>
    /// <param name="teachers">Who teaches the run; null for nobody.</param>
    public BatchSteps(
        TrainingOptions options,
        TrainingData data,
        TrainingSentence[] sentences,
        ElmanParameters parameters,
        Teachers? teachers)
    {
        _options = options;
        _sentences = sentences;
        var regularization = options.Regularization;
        _slotReplacement = regularization.SlotReplacement > 0
            ? new SlotReplacement(regularization.SlotReplacement, data.Labels!, sentences)
            : null;
        _wordDropout = regularization.WordDropout > 0 && data.Vocabulary?.UnknownIndex is { } unknown
            ? new WordDropout(
                regularization.WordDropout, unknown, parameters.Shape.VocabularySize, sentences, data.Composed)
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
            words: data.Composed);
        _teachers = teachers;
    }

    public UpdateResult Next(RunSnapshot state)
    {
        var random = new SplitMix64(((ulong)_options.Seed << 32) ^ ~(ulong)state.UpdateCount);
        var numbers = state.Order.AsSpan(state.Place, Math.Min(BatchSize, _sentences.Length - state.Place));
        var words = TakeSentences(numbers, random);
        _taught ??= _teachers?.Label(_sentences, _trainer.LabelStride);
        var losses = 0.0;
        for (var i = 0; i < numbers.Length; i++)
        {
            var sentence = _batch[i];
            losses += _trainer.Add(
                DropWords(sentence.Words, random),
                sentence.Labels,
                _taught is null ? default : _taught[numbers[i]],
                weight: (float)sentence.Words.Length / words,
                random);
        }

        var schedule = state.Schedule;
        var rate = schedule.Rules.RateWithin(
            schedule.EpochsDone, (double)state.Place / _sentences.Length, schedule.LearningRate);
        _trainer.Step((float)rate);
        return new UpdateResult(numbers.Length, words, losses);
    }

    public void Prune(double density) => _trainer.Prune(density);

    public void CopyTo(RunSnapshot state) => _trainer.CopyTo(state.Parameters, state.Averages!);

    public AdamMoments CopyMoments() => _trainer.CopyMoments();

    public void Continue(RunSnapshot state) =>
        _trainer.SetParameters(state.Parameters, state.Moments, state.Averages!);

    public void Restart(ElmanParameters parameters) => _trainer.SetParameters(parameters, null, parameters);

    private int BatchSize => _options.Regularization.BatchSize;

    /// <summary>The sentences of a batch, with other values in their slots where these are replaced.</summary>
    /// <returns>The number of their words.</returns>
    private int TakeSentences(ReadOnlySpan<int> numbers, SplitMix64 random)
    {
        if (numbers.Length > _batch.Length)
        {
            _batch = new TrainingSentence[numbers.Length];
        }

        var words = 0;
        for (var i = 0; i < numbers.Length; i++)
        {
            var sentence = _sentences[numbers[i]];
            _batch[i] = _slotReplacement?.Apply(sentence, random) ?? sentence;
            words += _batch[i].Words.Length;
        }

        return words;
    }

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
