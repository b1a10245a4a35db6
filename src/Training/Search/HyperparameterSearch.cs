using System.Runtime.ExceptionServices;
using FastElman.Training.Runs;
using FastElman.Training.Search;

namespace FastElman.Training;

/// <summary>
/// Random search for sizes, learning rate and seed, as the tutorial recommends it: draws settings, trains a model with each, several at a
/// time, and keeps the one with the best F1 on the validation set.
/// </summary>
/// <remarks>
/// Its folder has a <c>.json</c> for each trial that is done, checkpoints of those under way, <c>trials.tsv</c> and <c>best.safetensors</c>. Cancelled or
/// killed, a search goes on from there. On one machine and instruction set, corpus and options decide every byte of what is there in the end, however many
/// trials ran at a time and however often it was interrupted. Thread-safe; a folder takes one search at a time.
/// </remarks>
public sealed class HyperparameterSearch
{
    private readonly Corpus _corpus;
    private readonly SearchOptions _options;
    private readonly string _folder;
    private readonly SearchIdentity _identity;

    /// <summary>Makes a search ready; the folder is not touched yet.</summary>
    /// <param name="corpus">The corpus, with a validation set.</param>
    /// <param name="folder">Where the search is kept. It is made where it does not exist; files of others in it are left alone.</param>
    /// <param name="options">Choices; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="CorpusFormatException">The corpus cannot be trained on, or has no validation set to choose by.</exception>
    public HyperparameterSearch(Corpus corpus, string folder, SearchOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _corpus = corpus;
        _folder = folder;
        _options = options ?? new SearchOptions();
        _options.Validate();
        var training = TrialSettings.Draw(_options, 1).ToTraining(_options, checkpointFile: folder);
        training.Validate();
        var data = TrainingData.Of(corpus, training);
        if (data.Validation is null)
        {
            throw new CorpusFormatException("a search chooses by the validation set, and the corpus has none", corpus.Path);
        }

        _identity = SearchIdentity.Of(_options, data);
    }

    /// <summary>The file that the best model is in, as soon as a trial is done.</summary>
    public string BestModelFile => SearchFolder.BestModelIn(_folder);

    /// <summary>The file that the table of trials is in.</summary>
    public string TableFile => SearchFolder.TableIn(_folder);

    /// <summary>Runs the trials that are not done yet; those under way go on from their checkpoints.</summary>
    /// <param name="progress">Told of the progress on the threads of the trials, one at a time; or null.</param>
    /// <param name="cancellationToken">Looked at before each sentence.</param>
    /// <returns>All trials in the folder, the best first.</returns>
    /// <exception cref="OperationCanceledException">The search was cancelled; nothing is lost.</exception>
    /// <exception cref="ModelFormatException">The folder is that of a search with other options or another corpus, or a file in it is damaged.</exception>
    /// <exception cref="IOException">The folder cannot be used, or another search is under way in it.</exception>
    public IReadOnlyList<SearchTrial> Run(IProgress<SearchProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var folder = SearchFolder.Open(_folder, _identity);
        SearchTrial[] finished = [.. folder.ReadTrials(number => TrialSettings.Draw(_options, number))];
        folder.Tidy(finished);
        var state = new SearchState(folder, finished, _options.Trials, progress);
        RunJobs(state, folder, cancellationToken);
        folder.WriteTable(state.Finished);
        return state.Finished;
    }

    private void RunJobs(SearchState state, SearchFolder folder, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ExceptionDispatchInfo? failure = null;
        var jobs = new Thread[Math.Min(_options.Jobs, state.WaitingCount)];
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
                while (!stop.IsCancellationRequested && state.TryTake(out var trial))
                {
                    RunTrial(trial, state, folder, stop.Token);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The trial's checkpoint was written; whoever stopped the jobs knows why.
            }
            catch (Exception e)
            {
                // One failure ends all: the others would most likely meet it too, as where the disk is full.
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
                stop.Cancel();
            }
        }
    }

    private void RunTrial(int number, SearchState state, SearchFolder folder, CancellationToken cancellationToken)
    {
        var settings = TrialSettings.Draw(_options, number);
        var run = new TrainingRun(_corpus, settings.ToTraining(_options, folder.CheckpointOf(number)));
        run.Resume();
        try
        {
            var result = run.Run(new TrialProgress(number, state), cancellationToken);
            var best = result.Best!;
            state.Complete(new SearchTrial(number, settings, result.Epochs.Count, best.Epoch, best.ValidationF1, best.TestF1, Problem: null), result.Model);
        }
        catch (TrainingDivergedException e)
        {
            state.Complete(new SearchTrial(number, settings, e.Epoch - 1, BestEpoch: null, ValidationF1: null, TestF1: null, e.Message), model: null);
        }
    }

    /// <summary>A trial's progress as part of the search's.</summary>
    private sealed class TrialProgress(int trial, SearchState state) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) =>
            state.Advance(trial, (double)value.UpdateCount / ((long)value.SentenceCount * value.Epochs));
    }
}
