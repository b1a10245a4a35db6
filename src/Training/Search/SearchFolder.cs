using System.Globalization;
using System.Text.RegularExpressions;
using FastElman.Files;
using FastElman.Validation;

namespace FastElman.Training.Search;

/// <summary>
/// The folder of a search. Each file is written whole or not at all. A trial is completed when its <c>.json</c> exists:
/// its model was written before. Other files are left alone.
/// </summary>
internal sealed partial class SearchFolder : IDisposable
{
    /// <summary>The names of up to this many trials have the same length, so that a listing sorts them.</summary>
    public const int MostTrials = 9999;

    private const string IdentityName = "search.json";
    private const string LockName = "search.lock";

    private readonly string _path;
    private readonly FileLock _lock;

    private SearchFolder(string path, FileLock @lock) => (_path, _lock) = (path, @lock);

    /// <summary>Creates or opens a folder for one search, and locks out others.</summary>
    /// <exception cref="InvalidDataException">It is the folder of another search.</exception>
    /// <exception cref="IOException">
    /// There is a file in its place, its files have other uses, or another search is running in it.
    /// </exception>
    public static SearchFolder Open(string path, SearchIdentity identity)
    {
        path = RequireWritable(path);
        Directory.CreateDirectory(path);
        var folder = new SearchFolder(path, Lock(path));
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
        var target = OutputTarget.Find(Path.TrimEndingDirectorySeparator(path));
        if (target.Kind is not (OutputKind.Folder or OutputKind.Missing))
        {
            throw target.Error("a file is where the folder has to be");
        }

        if (target.Kind == OutputKind.Missing)
        {
            target.Require();
        }

        var inside = target.Kind == OutputKind.Folder ? Path.Combine(target.Path, IdentityName) : target.Path;
        TemporaryFile.Create(inside, isPrivate: true).Dispose();
        if (target.Kind == OutputKind.Folder)
        {
            RequireFiles(target.Path);
        }

        return target.Path;
    }

    /// <summary>The files of a folder that every search writes, beside those of its trials.</summary>
    public static IEnumerable<string> SharedFilesIn(string folder) =>
        [Path.Combine(folder, IdentityName), BestModelIn(folder), TableIn(folder)];

    public static string BestModelIn(string folder) => Path.Combine(folder, "best.safetensors");

    public static string TableIn(string folder) => Path.Combine(folder, "trials.tsv");

    public string CheckpointOf(int trial) => FileOf(trial, "checkpoint");

    /// <summary>The completed trials, each checked against what the search draws.</summary>
    public IEnumerable<SearchTrial> ReadTrials(Func<int, TrialSettings> draw)
    {
        foreach (var path in Directory.EnumerateFiles(_path))
        {
            if (
                TrialFile().Match(Path.GetFileName(path)) is not { Success: true } match
                    || match.Groups["kind"].Value != "json")
            {
                continue;
            }

            var number = int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
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
    /// Removes what a killed process left behind: temporary files, and files of completed trials that are no longer
    /// needed.
    /// </summary>
    public void Tidy(IReadOnlyCollection<SearchTrial> finished)
    {
        // The lock of the folder says that no other search writes here.
        TemporaryFile.TidyFolder(_path);
        var temporary = Directory.EnumerateFiles(_path)
            .Where(file => EarlierTemporaryFile().IsMatch(Path.GetFileName(file)));
        foreach (var file in temporary.ToArray())
        {
            File.Delete(file);
        }

        var best = finished.Min(SearchTrial.BestFirst);
        foreach (var trial in finished)
        {
            File.Delete(CheckpointOf(trial.Number));
            if (trial != best)
            {
                File.Delete(ModelOf(trial.Number));
            }
        }

        if (best is { Problem: null })
        {
            TakeAsBest(best);
        }
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
        OutputRoom.Require([(BestModelIn(_path), model), (ModelOf(1), model), (CheckpointOf(1), 2 * model)]);
    }

    /// <summary>Writes the result of a trial, which is completed from then on.</summary>
    public void Save(SearchTrial trial, ElmanModel? model)
    {
        model?.Save(ModelOf(trial.Number));
        SearchJson.Write(FileOf(trial.Number, "json"), trial, SearchJson.Default.SearchTrial);
        File.Delete(CheckpointOf(trial.Number));
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
        AtomicFile.Write(BestModelIn(_path), source.CopyTo);
    }

    /// <summary>Removes the model of a trial that is not the best.</summary>
    public void DropModel(SearchTrial trial) => File.Delete(ModelOf(trial.Number));

    public void WriteTable(IEnumerable<SearchTrial> trials) => AtomicFile.Write(TableIn(_path), stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        TrialTable.Write(writer, trials);
    });

    public void Dispose() => _lock.Dispose();

    /// <summary>Refuses a folder, a device or a file of somebody else's under a name that a search writes.</summary>
    private static void RequireFiles(string folder)
    {
        FileLock.RequireEmpty(Path.Combine(folder, LockName));
        foreach (var path in SharedFilesIn(folder).Concat(TrialEntriesOf(folder)))
        {
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
        Directory.EnumerateFileSystemEntries(folder).Where(path => TrialFile().IsMatch(Path.GetFileName(path)));

    private static FileLock Lock(string path)
    {
        try
        {
            return FileLock.Take(Path.Combine(path, LockName));
        }
        catch (IOException e) when (FileLock.IsHeld(e))
        {
            throw new IOException(
                MessageText.Sanitize($"{path}: another search is under way in this folder ({e.Message})"), e);
        }
    }

    private void Claim(SearchIdentity identity)
    {
        var path = Path.Combine(_path, IdentityName);
        if (!File.Exists(path))
        {
            RequireFree();
            SearchJson.Write(path, identity, SearchJson.Default.SearchIdentity);
        }
        else if (identity.DifferenceFrom(SearchJson.Read(path, SearchJson.Default.SearchIdentity))
            is var (name, expected, found))
        {
            throw Invalid($"the folder belongs to another search, with another {name}", path, expected, found);
        }
    }

    /// <summary>Refuses a folder without a search that has files with names that a search writes.</summary>
    private void RequireFree()
    {
        string[] names = [Path.GetFileName(BestModelIn(_path)), Path.GetFileName(TableIn(_path))];
        foreach (var path in Directory.EnumerateFileSystemEntries(_path))
        {
            var name = Path.GetFileName(path);
            if (TrialFile().IsMatch(name) || names.Contains(name))
            {
                throw new IOException(MessageText.Sanitize(
                    $"{path}: a search would write this file, but the folder has no {IdentityName} that says that it "
                    + "was a search's"));
            }
        }
    }

    private string ModelOf(int trial) => FileOf(trial, "safetensors");

    private string FileOf(int trial, string kind) => Path.Combine(_path, $"trial-{trial:D4}.{kind}");

    private static InvalidDataException Invalid(
        string problem, string path, string? expected = null, string? found = null) =>
        new(FormatProblem.Describe(problem, path, null, expected, found));

    [GeneratedRegex(
        @"^trial-(?<number>[0-9]{4})\.(?<kind>json|safetensors|checkpoint)$", RegexOptions.CultureInvariant)]
    private static partial Regex TrialFile();

    /// <summary>The temporary names that earlier versions gave to files of a search.</summary>
    [GeneratedRegex(
        @"^(trial-[0-9]{4}\.(json|safetensors|checkpoint)|best\.safetensors|trials\.tsv|search\.json)"
            + @"\.[0-9a-f]{32}\.tmp$",
        RegexOptions.CultureInvariant)]
    private static partial Regex EarlierTemporaryFile();
}
