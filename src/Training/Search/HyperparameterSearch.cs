using System.Runtime.ExceptionServices;
using FastElman.Files;
using FastElman.Training.Runs;
using FastElman.Training.Runs.Schedule;
using FastElman.Training.Search;
using FastElman.Validation;

namespace FastElman.Training;

/// <summary>
/// Random search for sizes, learning rate and seed, as the tutorial recommends it: draws settings, trains a model with
/// each of them, several at the same time, and keeps the model with the best F1 on the validation set.
/// </summary>
/// <remarks>
/// Its folder holds a <c>.json</c> for each completed trial, checkpoints of those in progress, <c>trials.tsv</c> and
/// <c>best.safetensors</c>. A search that was cancelled or killed continues from there. On one machine and instruction
/// set, corpus and options determine every byte of the final files, no matter how many trials ran at the same time and
/// how often the search was interrupted. Thread-safe; a folder takes one search at a time, or several of one kind that
/// share it (<see cref="SearchOptions.SharesFolder"/>).
/// </remarks>
public sealed class HyperparameterSearch
{
    /// <summary>Times that a checkpoint may vanish just before it is read.</summary>
    private const int MostAttempts = 100;

    private readonly Corpus _corpus;
    private readonly SearchOptions _options;
    private readonly string _folder;
    private readonly SearchIdentity _identity;
    private readonly ElmanShape _shape;

    /// <summary>Prepares a search; the folder is not touched yet.</summary>
    /// <param name="corpus">The corpus, with a validation set.</param>
    /// <param name="folder">
    /// The folder of the search, created if it does not exist. Other files in it are left alone.
    /// </param>
    /// <param name="options">What to draw from, copied; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="CorpusFormatException">
    /// The corpus cannot be trained on, or has no validation set to choose by, or lacks what
    /// <see cref="SearchOptions.Regularization"/> needs.
    /// </exception>
    /// <exception cref="InvalidOperationException">The same, of a corpus that was made in memory.</exception>
    public HyperparameterSearch(Corpus corpus, string folder, SearchOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _corpus = corpus;
        _folder = folder;
        _options = (options ?? new SearchOptions()).Clone();
        _options.Validate();
        var training = TrialSettings.Draw(_options, 1).ToTraining(_options, checkpointFile: null);
        var data = TrainingData.Of(corpus, training);
        if (data.Validation is null)
        {
            throw corpus.Refusal("a search chooses by the validation set, and the corpus has none");
        }

        // A trial would refuse its teachers when the folder is made.
        _ = Teachers.Of(corpus, data, training);

        // What only some trials would be refused for, after hours of the others.
        SafetensorsWriter.RequireRoomFor(data.Vocabulary, data.Labels, data.Shape);
        foreach (var (hidden, embedding, window) in
            from hidden in _options.EffectiveHiddenSizes
            from embedding in _options.EffectiveEmbeddingSizes
            from window in _options.EffectiveWindowSizes
            select (hidden, embedding, window))
        {
            (training.HiddenSize, training.EmbeddingSize, training.WindowSize) = (hidden, embedding, window);
            data.RequireShape(training, corpus);
        }

        var isJordan = _options.Network == NetworkKind.Jordan;
        foreach (var hidden in _options.EffectiveHiddenSizes)
        {
            PruningSchedule.RequirePruned(_options.Density, isJordan ? data.Shape.RecurrentSize : hidden);
        }

        _shape = data.Shape;
        IdleOptions = data.FindIdleOptions(training);
        _identity = SearchIdentity.Of(_options, data);
    }

    /// <summary>
    /// The file of the best model, which exists as soon as a trial has succeeded; where several processes share the
    /// folder, as soon as one of them has ended.
    /// </summary>
    public string BestModelFile => SearchFolder.BestModelIn(_folder);

    /// <summary>The file of the table of trials, which is written as the best model is.</summary>
    public string TableFile => SearchFolder.TableIn(_folder);

    /// <summary>What the options ask for and the corpus has nothing for: a phrase for each.</summary>
    internal IReadOnlyList<string> IdleOptions { get; }

    /// <summary>
    /// Runs the trials that are not completed yet; those in progress continue from their checkpoints. Where the folder
    /// is shared, it also waits for those that other processes have claimed, and runs those of processes that give no
    /// sign any more.
    /// </summary>
    /// <param name="progress">Receives reports on the threads of the trials, one at a time; null for none.</param>
    /// <param name="cancellationToken">Checked before each sentence.</param>
    /// <returns>All trials in the folder, the best first.</returns>
    /// <exception cref="OperationCanceledException">The search was cancelled; nothing is lost.</exception>
    /// <exception cref="InvalidDataException">
    /// The folder is that of a search with other options or another corpus, or a file in it is damaged.
    /// </exception>
    /// <exception cref="ModelFormatException">A checkpoint in the folder is damaged.</exception>
    /// <exception cref="IOException">The folder cannot be used, or another search is running in it.</exception>
    public IReadOnlyList<SearchTrial> Run(
        IProgress<SearchProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var folder = SearchFolder.Open(_folder, _identity, _options.SharesFolder);
        SearchTrial[] finished = [.. folder.ReadTrials(number => TrialSettings.Draw(_options, number))];
        if (!_options.SharesFolder)
        {
            folder.Tidy(finished);
        }

        int[] waiting = [.. Enumerable.Range(1, _options.TrialCount).Except(finished.Select(trial => trial.Number))];
        if (LargestOf(waiting) is { } parameters)
        {
            folder.RequireRoom(parameters);
        }

        var jobs = Math.Min(_options.MaxDegreeOfParallelism, waiting.Length);
        if (!_options.SharesFolder)
        {
            var single = new SingleSearchState(folder, finished, waiting, progress);
            RunJobs(jobs, single, folder, cancellationToken);
            folder.WriteTable(single.Finished);
            return single.Finished;
        }

        using var claims = new TrialClaims(folder.Location, folder.IsFinished, _options.Lease, TimeProvider.System);
        var shared = new SharedSearchState(folder, finished, waiting, _options, claims, progress);
        RunJobs(jobs, shared, folder, cancellationToken);
        shared.Finish();
        return shared.Finished;
    }

    /// <summary>The folder and the options.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => $"{MessageText.Sanitize(_folder)}: {_options}";

    /// <summary>The parameters of the largest network of some trials; null for none.</summary>
    private long? LargestOf(IEnumerable<int> trials) => (
        from trial in trials
        let drawn = TrialSettings.Draw(_options, trial)
        select (long?)new ElmanShape(
            drawn.HiddenSize,
            _shape.LabelCount,
            _shape.VocabularySize,
            drawn.EmbeddingSize,
            drawn.WindowSize,
            _shape.Variant,
            _shape.SubwordCount).ParameterCount).Max();

    private void RunJobs(int count, SearchState state, SearchFolder folder, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ExceptionDispatchInfo? failure = null;
        var jobs = new Thread[count];
        for (var i = 0; i < jobs.Length; i++)
        {
            jobs[i] = new Thread(Work) { IsBackground = true, Name = $"search {i + 1}" };
            jobs[i].Start();
        }

        foreach (var job in jobs)
        {
            job.Join();
        }

        cancellationToken.ThrowIfCancellationRequested();
        failure?.Throw();

        void Work()
        {
            try
            {
                while (!stop.IsCancellationRequested && state.Take(stop.Token) is { } trial)
                {
                    using (trial)
                    {
                        RunTrial(trial, state, folder, stop.Token);
                    }
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The checkpoint of the trial was written; the reason of the cancellation is reported elsewhere.
            }
            catch (Exception e)
            {
                // One failure ends all trials: the others would most likely fail in the same way, for example on a full
                // disk.
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
                stop.Cancel();
            }
        }
    }

    private void RunTrial(
        TrialHold trial, SearchState state, SearchFolder folder, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, trial.Lost);
        var (number, settings) = (trial.Number, TrialSettings.Draw(_options, trial.Number));
        try
        {
            var run = Begin(trial, settings, folder.CheckpointOf(number));
            var result = run.Run(new TrialProgress(number, state), stop.Token);
            var best = result.BestEpoch!;
            state.Complete(
                trial,
                new SearchTrial(
                    number, settings, result.Epochs.Count, best.Epoch, best.ValidationF1, best.TestF1, Problem: null),
                result.Model);
        }
        catch (TrainingDivergedException e)
        {
            state.Complete(
                trial,
                new SearchTrial(
                    number,
                    settings,
                    e.Epoch - 1,
                    BestEpoch: null,
                    ValidationF1: null,
                    TestF1: null,
                    e.Message), model: null);
        }
        catch (OperationCanceledException)
            when (trial.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            state.Abandon(number);
        }
    }

    private TrainingRun Begin(TrialHold trial, TrialSettings settings, string checkpoint)
    {
        for (var attempt = 1; ; attempt++)
        {
            // The claim of a trial that is shared keeps others away, and that of a process that is stopped expires.
            var run = new TrainingRun(_corpus, settings.ToTraining(_options, checkpoint))
            {
                MayWriteCheckpoint = _options.SharesFolder ? trial.Renew : null,
            };
            try
            {
                run.Resume();
                return run;
            }
            catch (FileNotFoundException) when (attempt < MostAttempts && !SearchFolder.IsDangling(checkpoint))
            {
                // Who had the trial before has completed it just now, and removed it.
            }
        }
    }

    /// <summary>The progress of a trial as part of that of the search.</summary>
    private sealed class TrialProgress(int trial, SearchState state) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) =>
            state.Advance(trial, (double)value.UpdateCount / ((long)value.SentenceCount * value.EpochCount));
    }
}
