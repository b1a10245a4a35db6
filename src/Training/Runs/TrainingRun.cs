using System.Globalization;
using FastElman.Model;
using FastElman.Training.Runs;
using FastElman.Training.Runs.Checkpoints;
using FastElman.Training.Runs.Schedule;

namespace FastElman.Training;

/// <summary>
/// A training run, from a corpus to a model: one update a sentence or a batch, epoch after epoch, each scored with
/// conlleval on the validation set, as in the Theano tutorial "Recurrent Neural Networks with Word Embeddings"
/// (<c>rnnslu.py</c>); with <see cref="TrainingOptions.FinalTraining"/>, a second training on both sets after it.
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
    private readonly SentenceStep _step;
    private readonly TimeProvider _time;
    private readonly ElmanParameters _initial;
    private readonly Teachers? _teachers;
    private readonly TrainingStage _selection;
    private readonly RunCheckpoint? _checkpoint;
    private readonly RunModels _models;
    private TrainingStage? _final;

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
    /// fit the initial parameters, or lacks the names of the labels that <see cref="TrainingOptions.Decoding"/> needs,
    /// or the validation set that <see cref="TrainingOptions.FinalTraining"/> needs, or the words that
    /// <see cref="RegularizationOptions.Teachers"/> have to label or of which
    /// <see cref="RegularizationOptions.Subwords"/> are parts.
    /// </exception>
    /// <exception cref="InvalidOperationException">The same, of a corpus that was made in memory.</exception>
    public TrainingRun(Corpus corpus, TrainingOptions? options = null)
        : this(
            corpus,
            options ?? new TrainingOptions(),
            static (trainer, words, labels, rate) => trainer.Train(words, labels, rate))
    {
    }

    internal TrainingRun(Corpus corpus, TrainingOptions options, SentenceStep step, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        _options = options.Clone();
        _options.Validate();
        _data = TrainingData.Of(corpus, _options);
        PruningSchedule.RequirePruned(_options.Density, _data.Shape.RecurrentSize);
        _step = step;
        _time = time ?? TimeProvider.System;
        _initial = InitialParameters.Of(_options, _data.Shape);
        if (_initial.FindNonFinite() is var (tensor, index))
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"Value {index} of {tensor.FileName()} in InitialParameters is {_initial[tensor][index]}."),
                nameof(options));
        }

        _scoring = new EpochScoring(_data, Decoding);
        _models = new RunModels(corpus, _data, _options);
        _checkpoint = _options.CheckpointFile is { } file
            ? new RunCheckpoint(file, RunIdentity.Of(_options, _data, _initial))
            : null;
        _teachers = Teachers.Of(corpus, _data, _options);
        _selection = new TrainingStage(
            _options, _data.Train, _initial, ScheduleRules.Of(_options), StepsFor(_data.Train));
    }

    /// <summary>The sizes of the network.</summary>
    public ElmanShape Shape => _data.Shape;

    /// <summary>Whether nothing is left to train.</summary>
    public bool IsOver => _selection.IsOver && (!_options.FinalTraining || IsFinalOver);

    /// <summary>Whether the corpus has a validation set, by which the best epoch is chosen.</summary>
    public bool HasValidation => _data.Validation is not null;

    /// <summary>Why the run cannot continue, as <see cref="Run"/> threw it; null unless it has diverged.</summary>
    public TrainingDivergedException? Divergence => Current.Divergence;

    /// <summary>Whether the first training has ended and the final one has begun.</summary>
    public bool IsFinalTraining => _final is not null;

    /// <summary>
    /// Sentences trained on since the start of the run, those before a checkpoint and those of both trainings included:
    /// as many updates, but for <see cref="TrainingRecipe.Regularized"/>, whose updates are those of batches.
    /// </summary>
    public long UpdateCount => _selection.State.UpdateCount + (_final?.State.UpdateCount ?? 0);

    /// <summary>
    /// Asked before each checkpoint takes its place, where something else than a lock keeps others from it: a process
    /// that is stopped would go on holding a lock, and has to find out that another has taken the run over. Null where
    /// the run holds the checkpoint itself.
    /// </summary>
    internal Func<bool>? MayWriteCheckpoint { get; init; }

    /// <summary>How the sets are decoded for scoring, and how the model is decoded by default.</summary>
    internal LabelDecoding Decoding => _options.EffectiveDecoding;

    /// <summary>What <see cref="UpdateCount"/> counts, in the plural.</summary>
    internal string ProgressUnit => _options.ProgressUnit;

    /// <summary>What the options ask for and the corpus has nothing for: a phrase for each.</summary>
    internal IReadOnlyList<string> IdleOptions => _data.FindIdleOptions(_options);

    /// <summary>The epoch in progress, of the first or of the final training, counted from 1.</summary>
    internal int Epoch => Current.Epoch;

    private TrainingStage Current => _final ?? _selection;

    private bool IsFinalOver => _final is { IsOver: true };

    /// <summary>
    /// Continues from <see cref="TrainingOptions.CheckpointFile"/> as if the run had never ended: the parameters will
    /// be the same, bit for bit. To be called before <see cref="Run"/>. The number of epochs and the limit of updates
    /// may differ from those before, and a final training may be asked for now; once it has begun, the first training
    /// can no longer have more epochs. In <see cref="TrainingRecipe.Regularized"/> the number of epochs decides how
    /// fast the learning rate falls, and has to be the same.
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
        if (_checkpoint is null || UpdateCount > 0)
        {
            throw new InvalidOperationException(
                "A run can be resumed before it begins, from the checkpoint file of its options.");
        }

        if (!File.Exists(_options.CheckpointFile))
        {
            return null;
        }

        var (selection, final) = _checkpoint.Load(ScheduleRules.Of(_options), Shape, _data);
        _selection.Continue(selection);
        if (final is not null)
        {
            _final = CreateFinalTraining();
            _final.Continue(final);
        }

        return UpdateCount;
    }

    /// <summary>What the checkpoint file holds, without continuing from it.</summary>
    /// <returns>Updates done when it was written; null where there is no file.</returns>
    /// <exception cref="ModelFormatException">The file is not a sound checkpoint of this run.</exception>
    internal long? ReadCheckpoint() =>
        _checkpoint is not null && File.Exists(_options.CheckpointFile)
            && _checkpoint.Load(ScheduleRules.Of(_options), Shape, _data) is var (selection, final)
            ? selection.UpdateCount + (final?.UpdateCount ?? 0)
            : null;

    /// <summary>
    /// F1 of the initial parameters in percent, on the validation and on the test set; null for a set that the corpus
    /// lacks.
    /// </summary>
    internal (double? Validation, double? Test) ScoreInitial() => _scoring.Score(_initial);

    /// <summary>Trains to the end. After a cancellation it may be called again and continues where it was.</summary>
    /// <param name="progress">
    /// Receives reports on this thread, about ten a second and one an epoch; null for none.
    /// </param>
    /// <param name="cancellationToken">Checked before each sentence.</param>
    /// <returns>The model and the results of all epochs.</returns>
    /// <exception cref="OperationCanceledException">The run was cancelled; nothing is lost.</exception>
    /// <exception cref="IOException">
    /// The checkpoint cannot be written, or another run uses it; an existing one is unchanged.
    /// </exception>
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

        using var held = MayWriteCheckpoint is null ? _checkpoint?.Hold() : null;
        var clock = new RunClock(_time);
        while (!IsOver)
        {
            if (_selection.IsOver)
            {
                _final ??= CreateFinalTraining();
            }

            if (cancellationToken.IsCancellationRequested)
            {
                SaveCheckpoint();
                cancellationToken.ThrowIfCancellationRequested();
            }

            // An epoch that a limit stopped at its last sentence has ended but was not scored; a resumed run with
            // another limit scores it.
            if (!Current.IsEpochComplete)
            {
                clock.Count(Current.TrainNext());
            }

            var completed = !Current.IsLimitReached && Current.IsEpochComplete ? EndEpoch(clock) : null;
            if (progress is not null && (completed is not null || clock.IsReportDue))
            {
                progress.Report(Describe(clock, completed));
                clock.CountReport();
            }

            if (completed is not null || Current.IsLimitReached || clock.IsCheckpointDue)
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
    public ElmanModel GetInitialModel() => UpdateCount == 0
        ? _models.Of(_initial)
        : throw new InvalidOperationException("The run has begun: its initial parameters are gone.");

    /// <summary>
    /// The network of the best epoch of the first training so far, or of the last one without a validation set; that of
    /// the final training once it has ended.
    /// </summary>
    /// <returns>The model, or null before the first epoch has ended.</returns>
    public ElmanModel? GetBestModel() => _selection.State.Best is not { } best
        ? null
        : IsFinalOver ? _models.OfFinalTraining(_final!.State.Best!, best) : _models.Of(best);

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
        $"{Shape}, {(_final is null ? string.Empty : "final training, ")}{Current.State.Schedule.EpochsDone} of "
        + $"{Current.EpochCount} epochs, {UpdateCount} {ProgressUnit}"
        + $"{(Divergence is null ? string.Empty : ", diverged")}");

    private IUpdateSteps StepsFor(TrainingSentence[] sentences) => _options.Recipe == TrainingRecipe.Regularized
        ? new BatchSteps(_options, _data, sentences, _initial, _teachers)
        : new SentenceSteps(_options, sentences, _initial, _step);

    private void SaveCheckpoint()
    {
        if (_checkpoint is not null)
        {
            Current.UpdateState();
            _checkpoint.Save(_selection.State, _final?.State, MayWriteCheckpoint);
        }
    }

    /// <summary>A second training from the beginning, over both sets and as long as the first one needed.</summary>
    private TrainingStage CreateFinalTraining() => new(
        _options,
        _data.FinalTrain!,
        _initial,
        ScheduleRules.Of(_options).ForFinalTraining(_selection.State.Schedule),
        StepsFor(_data.FinalTrain!),
        isFinal: true);

    private EpochResult EndEpoch(RunClock clock)
    {
        if (_final is null)
        {
            var (validation, test) = clock.Score(() => _scoring.Score(_selection.State.Trained));
            return _selection.EndEpoch(validation, test);
        }

        var isLast = _final.Epoch == _final.EpochCount;
        return _final.EndEpoch(
            _selection.State.Epochs[_final.Epoch - 1].ValidationF1,
            isLast ? clock.Score(() => _scoring.ScoreTest(_final.State.Trained)) : null);
    }

    private TrainingProgress Describe(RunClock clock, EpochResult? completed)
    {
        var (stage, sentences) = (Current, Current.SentenceCount);
        var left = ((long)(stage.EpochCount - stage.State.Schedule.EpochsDone) * sentences) - stage.State.Place;
        if (_options.FinalTraining && _final is null)
        {
            left += (long)_options.Epochs * _data.FinalSentenceCount;
        }

        // A batch is trained on as a whole and may pass the limit.
        var untilLimit = Math.Max(0, (_options.SentenceLimit ?? long.MaxValue) - UpdateCount);
        return new TrainingProgress
        {
            IsFinal = IsFinalTraining,
            Epoch = completed?.Epoch ?? stage.Epoch,
            EpochCount = stage.EpochCount,
            SentencesDone = completed is null ? stage.State.Place : sentences,
            SentenceCount = sentences,
            UpdateCount = UpdateCount,
            Loss = completed?.Loss ?? stage.State.LossSum / stage.State.Place,
            WordsPerSecond = clock.WordsPerSecond,
            TimeLeft = clock.TimeFor(Math.Min(left, untilLimit)),
            CompletedEpoch = completed,
        };
    }

    private TrainingResult ResultAtEnd() =>
        ResultWith(GetBestModel() is { } best && !_selection.IsLimitReached
            ? best
            : _models.Of(_selection.State.Trained));

    private TrainingResult ResultWith(ElmanModel model) => new(
        model, [.. _selection.State.Epochs], UpdateCount, IsFinalOver ? [.. _final!.State.Epochs] : null);
}
