using System.Runtime.Versioning;
using FastElman.Files;
using FastElman.Training.Search;
using FastElman.Training.Tests.Runs;

namespace FastElman.Training.Tests.Search;

/// <summary>Several searches that share a folder: what is left in it is what one alone leaves.</summary>
public sealed class SharedSearchTests(SharedSearchTests.OneAlone one) : IClassFixture<SharedSearchTests.OneAlone>,
    IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(0.3);

    private readonly SmallSearch _search = new();
    private readonly string _alone = one.Folder;

    public void Dispose() => _search.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    public void However_many_share_a_folder_it_ends_as_that_of_one(int searches, int jobs)
    {
        var results = AtOnce(searches, _ => Share(o => o.MaxDegreeOfParallelism = jobs));

        Assert.All(results, result => Assert.Equal(results[0], result));
        SmallSearch.AssertSameFiles(_alone, _search.Folder);
    }

    [Fact]
    public void Each_trial_runs_once_and_all_are_counted_by_all()
    {
        var done = new List<int>();
        var counts = new int[3];

        AtOnce(3, i => Share(report: progress =>
        {
            counts[i] = progress.CompletedTrialCount;
            if (progress.CompletedTrial is { } trial)
            {
                lock (done)
                {
                    done.Add(trial.Number);
                }
            }
        }));

        Assert.Equal(Enumerable.Range(1, SmallSearch.Trials), done.Order());
        Assert.All(counts, count => Assert.Equal(SmallSearch.Trials, count));
    }

    [Fact]
    public void Diverged_trials_and_no_model_are_shared_too()
    {
        Action<SearchOptions> change = o => (o.SmallestLearningRate, o.LargestLearningRate) = (1e-3, 1e30);
        var other = _search.Other("diverging");
        _search.Run(change, other);

        AtOnce(2, _ => Share(change));

        SmallSearch.AssertSameFiles(other, _search.Folder);
    }

    [Fact]
    public void More_trials_may_be_asked_for_by_one_of_them()
    {
        AtOnce(3, i => Share(o => o.TrialCount = i == 0 ? SmallSearch.Trials : 2));

        SmallSearch.AssertSameFiles(_alone, _search.Folder);
    }

    [Fact]
    public void Cancelled_it_lets_go_of_its_trials_at_once()
    {
        using var cancellation = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(() => SmallSearch.Create(Shared(), _search.Folder).Run(
            new SearchListener(progress => Cancel(progress, cancellation)), cancellation.Token));

        Assert.Empty(Directory.GetFiles(_search.Folder, "*.claim"));
        Assert.False(File.Exists(_search.PathOf("search.lock")));
        Share(o => o.Lease = TimeSpan.FromHours(1));
        SmallSearch.AssertSameFiles(_alone, _search.Folder);

        static void Cancel(SearchProgress progress, CancellationTokenSource cancellation)
        {
            if (progress.CompletedTrialCount >= 2 && progress.CompletedTrial is null)
            {
                cancellation.Cancel();
            }
        }
    }

    [Fact]
    public void The_trial_of_a_process_that_is_gone_is_waited_for_and_taken_over()
    {
        _search.Run(o => o.TrialCount = 1);
        File.WriteAllBytes(_search.PathOf("trial-0002.claim"), TrialClaim.New(Short).ToBytes());
        File.WriteAllText(_search.PathOf("trial-0004.claim"), "garbage");
        File.WriteAllText(_search.PathOf($"trial-0004.expired-{Guid.NewGuid():N}"), "garbage");
        File.WriteAllText(_search.PathOf(".fastelman-0123456789abcdef-0123456789abcdef.tmp"), "half");
        File.WriteAllText(TemporaryName.LockBeside(_search.PathOf("trial-0002.checkpoint")), "");
        var order = new List<int>();

        Share(report: progress => order.AddRange(((int?[])[progress.CompletedTrial?.Number]).OfType<int>()));

        Assert.Equal(3, order[0]);
        Assert.Equal([2, 3, 4, 5, 6], order.Order());
        SmallSearch.AssertSameFiles(_alone, _search.Folder);
    }

    /// <summary>
    /// As of a process that is stopped with SIGSTOP for longer than its lease: it begins to run again with the next
    /// sentence, or after the last one.
    /// </summary>
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void A_trial_that_was_taken_over_is_dropped_by_who_had_it(bool isDone, bool isNoticedAtOnce)
    {
        var wasTaken = false;
        var completed = new List<int>();

        var trials = Share(report: progress =>
        {
            if (progress.CompletedTrialCount == 0 && !wasTaken && (isNoticedAtOnce || progress.Fraction > 0.6 / 6))
            {
                wasTaken = true;
                TakeTheFirst(isDone);
                Thread.Sleep(isNoticedAtOnce ? Short / 2 : TimeSpan.Zero);
            }

            completed.AddRange(((int?[])[progress.CompletedTrial?.Number]).OfType<int>());
        });

        Assert.True(wasTaken);
        Assert.Equal(2, completed[0]);
        Assert.Equal(isDone ? [2, 3, 4, 5, 6] : [1, 2, 3, 4, 5, 6], completed.Order());
        Assert.Equal(SmallSearch.Trials, trials.Count);
        SmallSearch.AssertSameFiles(_alone, _search.Folder);
    }

    /// <summary>It is stopped when it has half of the trial, and the other is further on.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Who_has_lost_a_trial_leaves_the_checkpoint_of_who_has_taken_it(bool isNoticedAtOnce)
    {
        var newer = NewerCheckpoint();
        var checkpoint = _search.PathOf("trial-0001.checkpoint");
        byte[]? found = null;
        var wasTaken = false;

        Share(o => o.MaxDegreeOfParallelism = 1, progress =>
        {
            if (!wasTaken && progress.Fraction * SmallSearch.Trials > 0.4)
            {
                wasTaken = true;
                TakeTheFirst(isDone: false);
                File.WriteAllBytes(checkpoint, newer);
                Thread.Sleep(isNoticedAtOnce ? Short / 2 : TimeSpan.Zero);
            }

            found ??= progress.CompletedTrial is null ? null : File.ReadAllBytes(checkpoint);
        });

        Assert.Equal(newer, found);
        SmallSearch.AssertSameFiles(_alone, _search.Folder);
    }

    [Fact]
    public void A_checkpoint_of_a_process_that_is_gone_is_gone_on_from()
    {
        var trial = TrialSettings.Draw(SmallSearch.Options, 1);
        Directory.CreateDirectory(_search.Folder);
        _search.Run(o => o.TrialCount = 1);
        File.Delete(_search.PathOf("trial-0001.json"));
        File.WriteAllBytes(_search.PathOf("trial-0001.claim"), TrialClaim.New(Short).ToBytes());
        var begun = new TrainingRun(
            TinyCorpus.Indexed(),
            trial.ToTraining(SmallSearch.Options, _search.PathOf("trial-0001.checkpoint")));
        using var cancellation = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(
            () => begun.Run(new Cancellation(cancellation, epoch: 2), cancellation.Token));
        var first = -1.0;

        Share(
            o => (o.TrialCount, o.MaxDegreeOfParallelism) = (1, 1),
            report: progress => first = first < 0 ? progress.Fraction : first);
        Share();

        Assert.True(first > 0.5, $"It begins anew: {first}.");
        SmallSearch.AssertSameFiles(_alone, _search.Folder);
    }

    [Fact]
    public void A_search_that_does_not_share_and_one_that_does_exclude_each_other()
    {
        string? ofPlain = null, ofShared = null;

        Share(report: _ => ofPlain ??= Assert.Throws<IOException>(() => _search.Run()).Message);
        _search.Run(
            folder: _search.Other("plain"),
            report: _ => ofShared ??= Assert.Throws<IOException>(
                () => Share(folder: _search.Other("plain"))).Message);

        Assert.Contains("another search is under way in this folder", ofPlain, StringComparison.Ordinal);
        Assert.Contains("under way in this folder, which does not share it", ofShared, StringComparison.Ordinal);
        SmallSearch.AssertSameFiles(_alone, _search.Folder);
        SmallSearch.AssertSameFiles(_alone, _search.Other("plain"));
    }

    [Fact]
    public void Claims_that_killed_processes_left_keep_no_search_waiting_that_does_not_share()
    {
        _search.Run(o => o.TrialCount = 1);
        File.WriteAllBytes(_search.PathOf("trial-0002.claim"), TrialClaim.New(TimeSpan.FromDays(1)).ToBytes());
        File.WriteAllText(_search.PathOf($"trial-0003.expired-{Guid.NewGuid():N}"), "garbage");

        _search.Run();

        SmallSearch.AssertSameFiles(_alone, _search.Folder);
    }

    [Fact]
    public void Other_options_are_refused_while_a_search_is_under_way()
    {
        string? message = null;

        Share(report: _ => message ??= Assert.Throws<InvalidDataException>(() => Share(o => o.Seed = 1)).Message);

        Assert.Contains("another seed", message, StringComparison.Ordinal);
    }

    /// <summary>Of two different ones, the one that is first has the folder, and the other is refused.</summary>
    [Fact]
    public void Of_different_searches_that_begin_at_once_one_is_refused()
    {
        for (var i = 0; i < 4; i++)
        {
            var folder = _search.Other($"race {i}");
            var refused = 0;
            AtOnce(2, seed =>
            {
                try
                {
                    return Share(o => (o.Seed, o.TrialCount, o.Epochs) = ((uint)seed, 1, 1), folder: folder);
                }
                catch (InvalidDataException e) when (e.Message.Contains("another seed", StringComparison.Ordinal))
                {
                    Interlocked.Increment(ref refused);
                    return [];
                }
            });

            Assert.Equal(1, refused);
        }
    }

    [Theory]
    [InlineData("trial-0002.claim")]
    [InlineData("trial-0099.claim")]
    public void A_folder_in_the_place_of_a_claim_is_refused_before_any_trial(string name)
    {
        _search.Run(o => o.TrialCount = 1);
        Directory.CreateDirectory(_search.PathOf(name));

        Assert.Contains(
            $"{name}: a folder is where", Assert.Throws<IOException>(() => Share()).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_search.PathOf("trial-0002.json")));
        Assert.True(Directory.Exists(_search.PathOf(name)));
    }

    [Fact]
    public void An_error_in_one_lets_go_of_its_trial_and_others_go_on()
    {
        _search.Run(o => o.TrialCount = 1);
        File.WriteAllText(_search.PathOf("trial-0002.checkpoint"), "no checkpoint");

        Assert.Throws<ModelFormatException>(() => Share());
        Assert.Empty(Directory.GetFiles(_search.Folder, "*.claim"));

        File.Delete(_search.PathOf("trial-0002.checkpoint"));
        Share(o => o.Lease = TimeSpan.FromHours(1));
        SmallSearch.AssertSameFiles(_alone, _search.Folder);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_folder_that_is_only_read_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "permissions are other ones on Windows");
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "root may write everywhere");
        _search.Run();
        File.SetUnixFileMode(_search.Folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assert.Throws<UnauthorizedAccessException>(() => Share());
        }
        finally
        {
            File.SetUnixFileMode(
                _search.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static Action<SearchOptions> Sharing(Action<SearchOptions>? change) => o =>
    {
        (o.SharesFolder, o.Lease) = (true, Short);
        change?.Invoke(o);
    };

    private static SearchOptions Shared(Action<SearchOptions>? change = null) =>
        SmallSearch.Options.With(Sharing(change));

    private IReadOnlyList<SearchTrial> Share(
        Action<SearchOptions>? change = null, Action<SearchProgress>? report = null, string? folder = null) =>
        _search.Run(Sharing(change), folder, report);

    /// <summary>The checkpoint of the first trial before its last epoch.</summary>
    private byte[] NewerCheckpoint()
    {
        var file = _search.Other("newer.checkpoint");
        var run = new TrainingRun(
            TinyCorpus.Indexed(), TrialSettings.Draw(SmallSearch.Options, 1).ToTraining(SmallSearch.Options, file));
        using var cancellation = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(
            () => run.Run(new Cancellation(cancellation, epoch: 3), cancellation.Token));
        return File.ReadAllBytes(file);
    }

    /// <summary>What another process leaves that has taken the first trial over, and has finished it or not.</summary>
    private void TakeTheFirst(bool isDone)
    {
        var claim = _search.PathOf("trial-0001.claim");
        File.WriteAllBytes(claim, TrialClaim.New(Short).ToBytes());
        if (isDone)
        {
            var options = TrialSettings.Draw(SmallSearch.Options, 1)
                .ToTraining(SmallSearch.Options, _search.Other("first.checkpoint"));
            new TrainingRun(TinyCorpus.Indexed(), options).Complete().Model.Save(
                _search.PathOf("trial-0001.safetensors"));
            File.Copy(Path.Combine(_alone, "trial-0001.json"), _search.PathOf("trial-0001.json"));
            File.Delete(claim);
        }
    }

    /// <summary>Runs something several times at the same time.</summary>
    private static T[] AtOnce<T>(int count, Func<int, T> run)
    {
        var results = new T[count];
        var failures = new Exception?[count];
        Thread[] threads =
        [
            .. Enumerable.Range(0, count).Select(i => new Thread(() =>
            {
                try
                {
                    results[i] = run(i);
                }
                catch (Exception e)
                {
                    failures[i] = e;
                }
            })),
        ];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(failures, Assert.Null);
        return results;
    }

    /// <summary>What one search alone leaves.</summary>
    public sealed class OneAlone : IDisposable
    {
        private readonly SmallSearch _search = new();

        public OneAlone() => _search.Run();

        public string Folder => _search.Folder;

        public void Dispose() => _search.Dispose();
    }

    /// <summary>Cancels a training after an epoch.</summary>
    private sealed class Cancellation(CancellationTokenSource source, int epoch) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.CompletedEpoch?.Epoch == epoch)
            {
                source.Cancel();
            }
        }
    }
}
