using FastElman.Training.Randomness;
using FastElman.Training.Runs;

namespace FastElman.Training;

/// <summary>
/// A training run, from a corpus to a model: one step of gradient descent a sentence, epoch after epoch, scored with conlleval on the
/// validation set, as in the Theano tutorial "Recurrent Neural Networks with Word Embeddings" (<c>rnnslu.py</c>).
/// </summary>
/// <remarks>
/// Mutable and not synchronised: one thread at a time. On one machine and instruction set, the same corpus and options give
/// the same parameters bit for bit.
/// </remarks>
public sealed class TrainingRun
{
    /// <summary>Sentences between two looks at the weights; the loss of every sentence is looked at.</summary>
    private const int SentencesBetweenChecks = 64;

    private readonly TrainingOptions _options;
    private readonly TrainingData _data;
    private readonly EpochScoring _scoring;
    private readonly ISentenceTrainer _trainer;
    private readonly RunCheckpoint? _checkpoint;
    private readonly string _origin;
    private RunSnapshot _state;

    /// <summary>Makes a run ready: the whole corpus is checked before the first step.</summary>
    /// <param name="corpus">
    /// The corpus. Text gets its vocabulary from the training set and its labels from all sets. Without a validation set all epochs are run and the
    /// last one's parameters taken.
    /// </param>
    /// <param name="options">Choices; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="CorpusFormatException">The corpus has no training set, an index out of range, or does not fit the initial parameters.</exception>
    /// <exception cref="ModelFormatException">The initial parameters are not finite, or the corpus asks for an impossible network.</exception>
    public TrainingRun(Corpus corpus, TrainingOptions? options = null)
        : this(corpus, options ?? new TrainingOptions(), makeTrainer: null)
    {
    }

    internal TrainingRun(Corpus corpus, TrainingOptions options, Func<ElmanParameters, ISentenceTrainer>? makeTrainer)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        options.Validate();
        _options = options;
        _data = TrainingData.Of(corpus, options);
        _origin = $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(corpus.Path))}, seed {options.Seed}";
        var parameters = options.InitialParameters?.Clone() ?? TutorialInitialization.Create(_data.Shape, options.Seed);
        if (parameters.FindNonFinite() is var (tensor, index))
        {
            throw new ModelFormatException($"the initial value at index {index} is not finite", null, tensor.FileName(), "finite values", $"{parameters[tensor][index]}");
        }

        _scoring = new EpochScoring(_data);
        _trainer = makeTrainer is null ? new FusedSentenceTrainer(parameters, options.ChosenLabelSmoothing, options.Optimizer) : makeTrainer(parameters);
        _checkpoint = options.CheckpointFile is { } file ? new RunCheckpoint(file, RunIdentity.Of(options, _data, parameters)) : null;
        _state = new RunSnapshot(parameters, new TrainingSchedule(RulesOf(options)), [.. Enumerable.Range(0, _data.Train.Length)]);
    }

    /// <summary>The sizes of the network.</summary>
    public ElmanShape Shape => _data.Shape;

    /// <summary>Whether nothing is left to train.</summary>
    public bool IsOver => _state.Schedule.IsOver || IsLimitReached;

    /// <summary>Whether the corpus has a validation set, by which the best epoch is chosen.</summary>
    public bool HasValidation => _data.Validation is not null;

    /// <summary>Why the run cannot go on, as <see cref="Run"/> threw it; null where it has not diverged.</summary>
    public TrainingDivergedException? Divergence { get; private set; }

    /// <summary>Sentences that were trained on since the start, those before a checkpoint included.</summary>
    internal long UpdateCount => _state.UpdateCount;

    /// <summary>The epoch that is under way, counted from 1.</summary>
    internal int Epoch => _state.Schedule.EpochsDone + 1;

    private bool IsLimitReached => _state.UpdateCount >= (_options.SentenceLimit ?? long.MaxValue);

    /// <summary>
    /// Goes on from <see cref="TrainingOptions.CheckpointFile"/>, as if the run had never ended: the parameters will be the same bit for bit. To be
    /// called before <see cref="Run"/>. The number of epochs and the limit of updates may be others than before.
    /// </summary>
    /// <returns>Updates that were done before; null where the file is not there yet: then the run starts from the beginning.</returns>
    /// <exception cref="InvalidOperationException">There is no such option, or the run has begun.</exception>
    /// <exception cref="ModelFormatException">The file is not a sound checkpoint, or one of another run; nothing of it was used.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public long? Resume()
    {
        if (_checkpoint is null || _state.UpdateCount > 0)
        {
            throw new InvalidOperationException("A run that has not begun goes on from the checkpoint file of its options.");
        }

        if (!File.Exists(_options.CheckpointFile))
        {
            return null;
        }

        _state = _checkpoint.Load(RulesOf(_options), Shape, _data.Train.Length);
        _trainer.Restore(_state.Parameters, _state.Moments);
        return _state.UpdateCount;
    }

    /// <summary>Trains to the end. After a cancellation it may be called again and goes on where it was.</summary>
    /// <param name="progress">Told of the progress on this thread; or null.</param>
    /// <param name="cancellationToken">Looked at before each sentence.</param>
    /// <returns>The model and what came of each epoch.</returns>
    /// <exception cref="OperationCanceledException">The run was cancelled; nothing is lost.</exception>
    /// <exception cref="IOException">The checkpoint cannot be written; an existing one is as it was.</exception>
    /// <exception cref="TrainingDivergedException">A loss or a weight is no longer finite; <see cref="BestModel"/> is what there was before.</exception>
    public TrainingResult Run(IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (Divergence is not null)
        {
            throw Divergence;
        }

        var clock = new RunClock(TimeProvider.System);
        while (!IsOver)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                SaveCheckpoint();
                cancellationToken.ThrowIfCancellationRequested();
            }

            // The epoch has ended and was not scored where a limit stopped the run there, and a resumed one has another limit.
            if (_state.Place < _data.Train.Length)
            {
                TrainSentence(clock);
            }

            var completed = !IsLimitReached && _state.Place == _data.Train.Length ? EndEpoch(clock) : null;
            if (progress is not null && (completed is not null || clock.IsReportDue))
            {
                progress.Report(Describe(clock, completed));
                clock.CountReport();
            }

            if (completed is not null || IsLimitReached || clock.IsCheckpointDue)
            {
                SaveCheckpoint();
                clock.CountCheckpoint();
            }
        }

        return Result();
    }

    /// <summary>The network of the best epoch so far, or of the last where there is no validation set.</summary>
    /// <returns>The model, or null where no epoch has ended yet.</returns>
    public ElmanModel? BestModel() => _state.Best is null ? null : ModelOf(_state.Best);

    /// <summary>
    /// What came of the run so far: where it was cancelled or has diverged, <see cref="BestModel"/> with the epochs that were completed; at the end, what
    /// <see cref="Run"/> returned.
    /// </summary>
    /// <returns>The result, or null where no epoch has ended yet and so there is no model.</returns>
    public TrainingResult? ResultSoFar() => IsOver && Divergence is null ? Result() : BestModel() is { } best ? ResultWith(best) : null;

    private static ScheduleRules RulesOf(TrainingOptions options) => options.Recipe == TrainingRecipe.Tutorial
        ? ScheduleRules.Tutorial(options.Epochs, options.ChosenLearningRate)
        : ScheduleRules.Corrected(options.Epochs, options.ChosenLearningRate, options.Optimizer);

    private void SaveCheckpoint()
    {
        if (_checkpoint is not null)
        {
            TakeParameters(_state.Order[Math.Max(_state.Place - 1, 0)]);
            _state.Moments = _trainer.CopyMoments();
            _checkpoint.Save(_state);
        }
    }

    private void TrainSentence(RunClock clock)
    {
        if (_state.Place == 0)
        {
            SentenceOrder.Advance(_state.Order, _options, _state.Schedule.EpochsDone);
        }

        var number = _state.Order[_state.Place];
        var sentence = _data.Train[number];
        var loss = _trainer.Train(sentence.Words, sentence.Labels, _state.Schedule.LearningRate);
        _state.UpdateCount++;
        if (!double.IsFinite(loss))
        {
            Diverge(number, $"the loss of this sentence is {loss}");
        }

        _state.Place++;
        _state.LossSum += loss;
        clock.CountSentence(sentence.Words.Length);
        if (_state.UpdateCount % SentencesBetweenChecks == 0 || _state.Place == _data.Train.Length || IsLimitReached)
        {
            TakeParameters(number);
        }
    }

    /// <summary>Copies the parameters out of the trainer, and stops the run where one is not finite.</summary>
    private void TakeParameters(int lastSentence)
    {
        _trainer.CopyTo(_state.Parameters);
        if (_state.Parameters.FindNonFinite() is var (tensor, index))
        {
            Diverge(lastSentence, $"after this sentence or one of up to {SentencesBetweenChecks - 1} before it, the weight {index} of {tensor.FileName()} is {_state.Parameters[tensor][index]}");
        }
    }

    private void Diverge(int sentence, string problem)
    {
        var source = _data.Train[sentence].Source;
        Divergence = new TrainingDivergedException(problem, Epoch, sentence, source.File, source.Line);
        throw Divergence;
    }

    private EpochResult EndEpoch(RunClock clock)
    {
        var (validation, test) = clock.Score(() => _scoring.Score(_state.Parameters));
        var outcome = _state.Schedule.After(validation);
        var epoch = new EpochResult(
            outcome.Next.EpochsDone, _state.LossSum / _state.Place, _state.Schedule.LearningRate, validation, test, outcome.IsBest);
        if (outcome.IsBest || validation is null)
        {
            _state.Best = _state.Parameters.Clone();
        }

        if (outcome.RestoresBest)
        {
            _trainer.Restore(_state.Best!, moments: null);
        }

        _state.Schedule = outcome.Next;
        _state.Place = 0;
        _state.LossSum = 0;
        _state.Add(epoch);
        return epoch;
    }

    private TrainingProgress Describe(RunClock clock, EpochResult? completed)
    {
        var sentences = _data.Train.Length;
        var left = ((long)(_options.Epochs - _state.Schedule.EpochsDone) * sentences) - _state.Place;
        var untilLimit = (_options.SentenceLimit ?? long.MaxValue) - _state.UpdateCount;
        return new TrainingProgress
        {
            Epoch = completed?.Epoch ?? Epoch,
            Epochs = _options.Epochs,
            Sentence = completed is null ? _state.Place : sentences,
            SentenceCount = sentences,
            UpdateCount = _state.UpdateCount,
            Loss = completed?.Loss ?? _state.LossSum / _state.Place,
            WordsPerSecond = clock.WordsPerSecond,
            TimeLeft = clock.TimeFor(Math.Min(left, untilLimit)),
            Completed = completed,
        };
    }

    private TrainingResult Result() => ResultWith(ModelOf(_state.Best is null || IsLimitReached ? _state.Parameters : _state.Best));

    private TrainingResult ResultWith(ElmanModel model) => new(model, [.. _state.Epochs], _state.UpdateCount);

    private ElmanModel ModelOf(ElmanParameters parameters) => ElmanModel.Create(
        parameters, _data.Vocabulary, _data.Labels, new ModelProvenance(_options.Recipe.ToString().ToLowerInvariant(), _origin));
}
