using FastElman.Files;
using FastElman.Validation;

namespace FastElman.Training.Search;

/// <summary>
/// The folder of a search. Each file is written whole or not at all. A trial is completed when its <c>.json</c> exists:
/// its model was written before. Other files are left alone.
/// </summary>
internal sealed class SearchFolder : IDisposable
{
    /// <summary>The names of up to this many trials have the same length, so that a listing sorts them.</summary>
    public const int MostTrials = 9999;

    private readonly bool _isShared;
    private readonly FileLock _lock;

    private SearchFolder(string path, bool isShared, FileLock @lock) =>
        (Location, _isShared, _lock) = (path, isShared, @lock);

    /// <summary>The path without links.</summary>
    public string Location { get; }

    /// <summary>Creates or opens a folder for one search, and locks out others.</summary>
    /// <param name="path">The path.</param>
    /// <param name="identity">The search.</param>
    /// <param name="isShared">Whether others that share it, too, may run this search at the same time.</param>
    /// <exception cref="InvalidDataException">It is the folder of another search.</exception>
    /// <exception cref="IOException">
    /// There is a file in its place, its files have other uses, or another search is running in it.
    /// </exception>
    public static SearchFolder Open(string path, SearchIdentity identity, bool isShared = false)
    {
        path = RequireWritable(path);
        Directory.CreateDirectory(path);
        var folder = new SearchFolder(path, isShared, Lock(path, isShared));
        try
        {
            folder.Claim(identity);
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Finds out whether files can be made in a folder, or the folder itself, before any trial runs.</summary>
    /// <returns>The path without links.</returns>
    /// <exception cref="IOException">They cannot; the message says why.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not.</exception>
    public static string RequireWritable(string path)
    {
        var target = OutputFolder.Require(path, SearchFileNames.Identity);
        if (target.Kind == OutputKind.Folder)
        {
            RequireFiles(target.Path);
        }

        return target.Path;
    }

    /// <summary>The files of a folder that every search writes, beside those of its trials.</summary>
    public static IEnumerable<string> SharedFilesIn(string folder) =>
        [Path.Combine(folder, SearchFileNames.Identity), BestModelIn(folder), TableIn(folder)];

    public static string BestModelIn(string folder) => Path.Combine(folder, SearchFileNames.BestModel);

    public static string TableIn(string folder) => Path.Combine(folder, SearchFileNames.Table);

    /// <summary>Whether a link is there that leads to no file: nothing can be read there.</summary>
    public static bool IsDangling(string path) =>
        new FileInfo(path).LinkTarget is not null && OutputTarget.Find(path).Kind == OutputKind.Missing;

    public string CheckpointOf(int trial) => FileOf(trial, SearchFileNames.Checkpoint);

    /// <summary>Whether a trial has a result.</summary>
    public bool IsFinished(int trial) => File.Exists(FileOf(trial, SearchFileNames.Result));

    /// <summary>The completed trials, each checked against what the search draws.</summary>
    /// <param name="draw">What it draws, by the number of the trial.</param>
    /// <param name="except">Trials that are known; null for none.</param>
    public IEnumerable<SearchTrial> ReadTrials(Func<int, TrialSettings> draw, IReadOnlySet<int>? except = null)
    {
        foreach (var path in Directory.EnumerateFiles(Location))
        {
            if (
                SearchFileNames.Parse(path) is not (var number, SearchFileNames.Result)
                    || except?.Contains(number) == true)
            {
                continue;
            }

            var trial = SearchJson.Read(path, SearchJson.Default.SearchTrial);
            if (trial.Number != number || trial.Settings != draw(number))
            {
                throw Invalid(
                    "this is not what the search draws for this trial",
                    path,
                    expected: $"trial {number}: {draw(number)}",
                    found: $"trial {trial.Number}: {trial.Settings}");
            }

            if (
                trial.ValidationF1 is null == trial.Problem is null
                    || trial.ValidationF1 is not (null or (>= 0 and <= 100)))
            {
                throw Invalid("a trial has either a score or a problem", path);
            }

            yield return trial;
        }
    }

    /// <summary>
    /// Removes what a killed process left behind: temporary files, claims, and files of completed trials that are no
    /// longer needed. Makes the model of the best trial that of the search.
    /// </summary>
    public void Tidy(IReadOnlyCollection<SearchTrial> finished)
    {
        // The lock of the folder says that no other search writes here, or that it knows who holds a temporary file.
        LeftFiles.RemoveIn(Location);
        var numbers = finished.Select(trial => trial.Number).ToHashSet();
        var remains = Directory.EnumerateFiles(Location).Where(file =>
            SearchFileNames.IsEarlierTemporary(file) || (SearchFileNames.Parse(file) is var (trial, kind)
                && kind is SearchFileNames.Claim or SearchFileNames.ExpiredClaim
                && (!_isShared || numbers.Contains(trial))));
        foreach (var file in remains.ToArray())
        {
            File.Delete(file);
        }

        var best = finished.Min(SearchTrial.BestFirst);
        foreach (var trial in finished)
        {
            DropCheckpoint(trial.Number);
            if (trial != best)
            {
                DropModel(trial);
            }
        }

        if (best is { Problem: null })
        {
            TakeAsBest(best);
        }
    }

    /// <summary>Tidies, and writes the table.</summary>
    public void Finish(IReadOnlyCollection<SearchTrial> finished)
    {
        Tidy(finished);
        WriteTable(finished);
    }

    /// <summary>
    /// Refuses a disk without room for one trial: its checkpoint, which has the parameters of the moment and the best,
    /// its model, and the copy of that.
    /// </summary>
    /// <param name="parameters">Those of its network.</param>
    /// <exception cref="IOException">There is less room.</exception>
    public void RequireRoom(long parameters)
    {
        var model = sizeof(float) * parameters;
        OutputRoom.Require([(BestModelIn(Location), model), (ModelOf(1), model), (CheckpointOf(1), 2 * model)]);
    }

    /// <summary>Writes the result of a trial, which is completed from then on.</summary>
    public void Save(SearchTrial trial, ElmanModel? model)
    {
        model?.Save(ModelOf(trial.Number));
        SearchJson.Write(FileOf(trial.Number, SearchFileNames.Result), trial, SearchJson.Default.SearchTrial);
        DropCheckpoint(trial.Number);
    }

    /// <summary>Removes the checkpoint of a completed trial, and what a killed process that held it left.</summary>
    public void DropCheckpoint(int trial)
    {
        File.Delete(CheckpointOf(trial));
        var held = TemporaryName.LockBeside(CheckpointOf(trial));
        if (_isShared && File.Exists(held))
        {
            // A search that did not share the folder removes its own.
            File.Delete(held);
        }
    }

    /// <summary>Makes the model of a trial the best model of the search.</summary>
    public void TakeAsBest(SearchTrial trial)
    {
        var model = ModelOf(trial.Number);
        if (!File.Exists(model))
        {
            throw Invalid(
                $"the model of trial {trial.Number} is missing: without its .json the trial would run again", model);
        }

        using var source = ReplacedFile.OpenRead(model);
        AtomicFile.Write(BestModelIn(Location), source.CopyTo);
    }

    /// <summary>Removes the model of a trial that is not the best.</summary>
    public void DropModel(SearchTrial trial) => File.Delete(ModelOf(trial.Number));

    public void WriteTable(IEnumerable<SearchTrial> trials) => AtomicFile.Write(TableIn(Location), stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        TrialTable.Write(writer, trials);
    });

    public void Dispose() => _lock.Dispose();

    /// <summary>Refuses a folder, a device or a file of somebody else's under a name that a search writes.</summary>
    private static void RequireFiles(string folder)
    {
        FileLock.RequireEmpty(Path.Combine(folder, SearchFileNames.Lock));
        foreach (var path in SharedFilesIn(folder).Concat(TrialEntriesOf(folder)))
        {
            if (SearchFileNames.Parse(path) is (_, SearchFileNames.Claim))
            {
                new ClaimFile(path).Require();
            }

            if (SearchFileNames.Parse(path) is (_, SearchFileNames.Checkpoint) && IsDangling(path))
            {
                throw new IOException(MessageText.Sanitize(
                    $"{path}: a link that leads to no file is where the checkpoint of a trial has to be"));
            }

            if (OutputTarget.Find(path).Require() is { IsFile: false } target)
            {
                throw target.Error("this has to be a file, which can be read again");
            }
        }

        AtomicFile.Require(BestModelIn(folder));
        AtomicFile.Require(TableIn(folder));
    }

    /// <summary>What has the name of a file of a trial, whatever it is.</summary>
    private static IEnumerable<string> TrialEntriesOf(string folder) =>
        Directory.EnumerateFileSystemEntries(folder).Where(path => SearchFileNames.Parse(path) is not null);

    private static FileLock Lock(string path, bool isShared)
    {
        var file = Path.Combine(path, SearchFileNames.Lock);
        try
        {
            return isShared ? FileLock.Share(file) : FileLock.Take(file);
        }
        catch (IOException e) when (FileLock.IsHeld(e))
        {
            var problem = isShared
                ? "another search is under way in this folder, which does not share it"
                : "another search is under way in this folder";
            throw new IOException(MessageText.Sanitize($"{path}: {problem} ({e.Message})"), e);
        }
    }

    private void Claim(SearchIdentity identity)
    {
        var path = Path.Combine(Location, SearchFileNames.Identity);
        if (!File.Exists(path))
        {
            RequireFree();
            if (SearchJson.TryCreate(path, identity, SearchJson.Default.SearchIdentity))
            {
                return;
            }
        }

        // Another process that shares the folder may have made it just now.
        if (identity.DifferenceFrom(SearchJson.Read(path, SearchJson.Default.SearchIdentity))
            is var (name, expected, found))
        {
            throw Invalid($"the folder belongs to another search, with another {name}", path, expected, found);
        }
    }

    /// <summary>Refuses a folder without a search that has files with names that a search writes.</summary>
    private void RequireFree()
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(Location))
        {
            var isOurs = SearchFileNames.Parse(path) is not null
                || Path.GetFileName(path) is SearchFileNames.BestModel or SearchFileNames.Table;
            if (isOurs && !File.Exists(Path.Combine(Location, SearchFileNames.Identity)))
            {
                throw new IOException(MessageText.Sanitize(
                    $"{path}: a search would write this file, but the folder has no {SearchFileNames.Identity} that "
                    + "says that it was a search's"));
            }
        }
    }

    private string ModelOf(int trial) => FileOf(trial, SearchFileNames.Model);

    private string FileOf(int trial, string kind) => Path.Combine(Location, SearchFileNames.Of(trial, kind));

    private static InvalidDataException Invalid(
        string problem, string path, string? expected = null, string? found = null) =>
        new(FormatProblem.Describe(problem, path, null, expected, found));
}
