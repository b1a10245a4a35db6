using System.Globalization;
using FastElman.Model;
using FastElman.Training.Runs;
using FastElman.Training.Runs.Checkpoints;
using FastElman.Training.Runs.Schedule;

namespace FastElman.Training;

/// <summary>
/// A training run, from a corpus to a model: one update a sentence, epoch after epoch, each scored with conlleval on
/// the validation set, as in the Theano tutorial "Recurrent Neural Networks with Word Embeddings" (<c>rnnslu.py</c>).
/// </summary>
/// <remarks>
/// Mutable and not synchronised: one thread at a time. On one machine and instruction set the same corpus and options
/// give the same parameters, bit for bit.
/// </remarks>
public sealed class TrainingRun
{
    private readonly TrainingOptions _options;
    private readonly TrainingData _data;
    private readonly EpochScoring _scoring;
    private readonly SentenceUpdates _updates;
    private readonly RunCheckpoint? _checkpoint;
    private readonly string _origin;
    private RunSnapshot _state;

    /// <summary>Prepares a run. The whole corpus is checked before the first update.</summary>
    /// <param name="corpus">
    /// The corpus. A textual one without a vocabulary gets its words from the training set and its labels from all
    /// sets. Without a validation set all epochs are run and the last one's parameters are taken.
    /// </param>
    /// <param name="options">How to train, copied; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ArgumentException">An initial parameter is not finite.</exception>
    /// <exception cref="CorpusFormatException">
    /// The corpus has no training set, an index out of range, more words or labels than a network can have, does not
    /// fit the initial parameters, or lacks the names of the labels that <see cref="TrainingOptions.Decoding"/> needs.
    /// </exception>
    /// <exception cref="InvalidOperationException">The same, of a corpus that was made in memory.</exception>
    public TrainingRun(Corpus corpus, TrainingOptions? options = null)
        : this(
            corpus,
            options ?? new TrainingOptions(),
            static (trainer, words, labels, rate) => trainer.Train(words, labels, rate))
    {
    }

    internal TrainingRun(Corpus corpus, TrainingOptions options, SentenceStep step)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        _options = options.Clone();
        _options.Validate();
        _data = TrainingData.Of(corpus, _options);
        _origin = $"{corpus.Name}, seed {_options.Seed}";
        var parameters = _options.InitialParameters?.Clone() ?? ElmanParameters.Initialize(_data.Shape, _options.Seed);
        if (parameters.FindNonFinite() is var (tensor, index))
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"Value {index} of {tensor.FileName()} in InitialParameters is {parameters[tensor][index]}."),
                nameof(options));
        }

        _scoring = new EpochScoring(_data, Decoding);
        _updates = new SentenceUpdates(_options, _data, parameters, step);
        _checkpoint = _options.CheckpointFile is { } file
            ? new RunCheckpoint(file, RunIdentity.Of(_options, _data, parameters))
            : null;
        _state = new RunSnapshot(
            parameters, new TrainingSchedule(RulesOf(_options)), [.. Enumerable.Range(0, _data.Train.Length)]);
    }

    /// <summary>The sizes of the network.</summary>
    public ElmanShape Shape => _data.Shape;

    /// <summary>Whether nothing is left to train.</summary>
    public bool IsOver => _state.Schedule.IsOver || IsLimitReached;

    /// <summary>Whether the corpus has a validation set, by which the best epoch is chosen.</summary>
    public bool HasValidation => _data.Validation is not null;

    /// <summary>Why the run cannot continue, as <see cref="Run"/> threw it; null unless it has diverged.</summary>
    public TrainingDivergedException? Divergence => _updates.Divergence;

    /// <summary>Updates since the start of the run, one a sentence, those before a checkpoint included.</summary>
    public long UpdateCount => _state.UpdateCount;

    /// <summary>How the sets are decoded for scoring, and how the model is decoded by default.</summary>
    internal LabelDecoding Decoding => _options.EffectiveDecoding;

    /// <summary>The epoch in progress, counted from 1.</summary>
    internal int Epoch => _state.Schedule.EpochsDone + 1;

    private bool IsLimitReached => _updates.IsLimitReached(_state);

    /// <summary>
    /// Continues from <see cref="TrainingOptions.CheckpointFile"/> as if the run had never ended: the parameters will
    /// be the same, bit for bit. To be called before <see cref="Run"/>. The number of epochs and the limit of updates
    /// may differ from those before.
    /// </summary>
    /// <returns>
    /// Updates done before; null where the file does not exist yet, and the run starts from the beginning.
    /// </returns>
    /// <exception cref="InvalidOperationException">
    /// The options name no checkpoint file, or the run has begun.
    /// </exception>
    /// <exception cref="ModelFormatException">
    /// The file is not a sound checkpoint, or is one of another run; nothing of it was used.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public long? Resume()
    {
        if (_checkpoint is null || _state.UpdateCount > 0)
        {
            throw new InvalidOperationException(
                "A run can be resumed before it begins, from the checkpoint file of its options.");
        }

        if (!File.Exists(_options.CheckpointFile))
        {
            return null;
        }

        _state = _checkpoint.Load(RulesOf(_options), Shape, _data.Train.Length);
        _updates.SetParameters(_state.Parameters, _state.Moments);
        return _state.UpdateCount;
    }

    /// <summary>What the checkpoint file holds, without continuing from it.</summary>
    /// <returns>Updates done when it was written; null where there is no file.</returns>
    /// <exception cref="ModelFormatException">The file is not a sound checkpoint of this run.</exception>
    internal long? ReadCheckpoint() => File.Exists(_options.CheckpointFile)
        ? _checkpoint?.Load(RulesOf(_options), Shape, _data.Train.Length).UpdateCount
        : null;

    /// <summary>Trains to the end. After a cancellation it may be called again and continues where it was.</summary>
    /// <param name="progress">
    /// Receives reports on this thread, about ten a second and one an epoch; null for none.
    /// </param>
    /// <param name="cancellationToken">Checked before each sentence.</param>
    /// <returns>The model and the results of all epochs.</returns>
    /// <exception cref="OperationCanceledException">The run was cancelled; nothing is lost.</exception>
    /// <exception cref="IOException">The checkpoint cannot be written; an existing one is unchanged.</exception>
    /// <exception cref="TrainingDivergedException">
    /// A loss or a weight is no longer finite; <see cref="GetBestModel"/> has the best so far.
    /// </exception>
    public TrainingResult Run(
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
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

            // An epoch that a limit stopped at its last sentence has ended but was not scored; a resumed run with
            // another limit scores it.
            if (_state.Place < _data.Train.Length)
            {
                clock.CountSentence(_updates.TrainNext(_state));
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

        return ResultAtEnd();
    }

    /// <summary>The network before the first update: words, labels and initial parameters.</summary>
    /// <returns>The model.</returns>
    /// <exception cref="InvalidOperationException">The run has begun.</exception>
    public ElmanModel GetInitialModel() => _state.UpdateCount == 0
        ? ModelOf(_state.Parameters)
        : throw new InvalidOperationException("The run has begun: its initial parameters are gone.");

    /// <summary>The network of the best epoch so far, or of the last one without a validation set.</summary>
    /// <returns>The model, or null before the first epoch has ended.</returns>
    public ElmanModel? GetBestModel() => _state.Best is null ? null : ModelOf(_state.Best);

    /// <summary>
    /// The result so far: of a run that was cancelled or has diverged, <see cref="GetBestModel"/> with the epochs
    /// completed; at the end, what <see cref="Run"/> returned.
    /// </summary>
    /// <returns>The result, or null before the first epoch has ended: then there is no model.</returns>
    public TrainingResult? GetResult() =>
        IsOver && Divergence is null ? ResultAtEnd() : GetBestModel() is { } best ? ResultWith(best) : null;

    /// <summary>The network and how far the run is.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Shape}, {_state.Schedule.EpochsDone} of {_options.Epochs} epochs, {UpdateCount} updates"
        + $"{(Divergence is null ? string.Empty : ", diverged")}");

    private static ScheduleRules RulesOf(TrainingOptions options) => options.Recipe == TrainingRecipe.Tutorial
        ? ScheduleRules.Tutorial(options.Epochs, options.EffectiveLearningRate)
        : ScheduleRules.Corrected(options.Epochs, options.EffectiveLearningRate, options.Optimizer);

    private void SaveCheckpoint()
    {
        if (_checkpoint is not null)
        {
            _updates.CopyTo(_state);
            _checkpoint.Save(_state);
        }
    }

    private EpochResult EndEpoch(RunClock clock)
    {
        var (validation, test) = clock.Score(() => _scoring.Score(_state.Parameters));
        var outcome = _state.Schedule.After(validation);
        var epoch = new EpochResult(
            outcome.Next.EpochsDone,
            _state.LossSum / _state.Place,
            _state.Schedule.LearningRate,
            validation,
            test,
            outcome.IsBest);
        if (outcome.IsBest || validation is null)
        {
            _state.Best = _state.Parameters.Clone();
        }

        if (outcome.RestoresBest)
        {
            _updates.SetParameters(_state.Best!, moments: null);
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
            EpochCount = _options.Epochs,
            SentencesDone = completed is null ? _state.Place : sentences,
            SentenceCount = sentences,
            UpdateCount = _state.UpdateCount,
            Loss = completed?.Loss ?? _state.LossSum / _state.Place,
            WordsPerSecond = clock.WordsPerSecond,
            TimeLeft = clock.TimeFor(Math.Min(left, untilLimit)),
            CompletedEpoch = completed,
        };
    }

    private TrainingResult ResultAtEnd() =>
        ResultWith(ModelOf(_state.Best is null || IsLimitReached ? _state.Parameters : _state.Best));

    private TrainingResult ResultWith(ElmanModel model) => new(model, [.. _state.Epochs], _state.UpdateCount);

    private ElmanModel ModelOf(ElmanParameters parameters) => ElmanModel.Create(
        parameters,
        _data.Vocabulary,
        _data.Labels,
        new ModelProvenance(_options.Recipe.ToString().ToLowerInvariant(), _origin),
        Decoding,
        tokenizer: _options.Tokenizer);
}
