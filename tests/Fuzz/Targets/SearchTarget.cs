using System.Text;
using FastElman.Training;
using FastElman.Training.Runs;
using FastElman.Training.Search;

namespace FastElman.Fuzz.Targets;

/// <summary>
/// One of the two kinds of JSON files in the folder of a search: what it searches, or a completed trial.
/// </summary>
internal sealed class SearchTarget : FileTarget
{
    private static readonly SearchOptions Options = new()
    {
        Epochs = 2,
        HiddenSizes = [2, 3],
        EmbeddingSizes = [2],
        WindowSizes = [1, 3],
        SmallestLearningRate = 0.1,
        LargestLearningRate = 1,
    };

    private readonly bool _isTrial;
    private readonly SearchIdentity _identity;

    public SearchTarget(bool isTrial)
        : base(isTrial ? "search-trial" : "search-identity", isTrial ? "trial-0001.json" : "search.json")
    {
        _isTrial = isTrial;
        _identity = new SearchIdentity("corpus", "Corrected", "Elman", "Adam", 1, 2, 0.1, 1, [2, 3], [2], [1, 3]);
        SearchJson.Write(Folder.File("search.json"), _identity, SearchJson.Default.SearchIdentity);
        SearchJson.Write(Folder.File("trial-0001.json"), Trial, SearchJson.Default.SearchTrial);
    }

    public override IReadOnlyList<byte[]> Tokens { get; } =
        [.. "null|-1|1e999|\"NaN\"|[]|{}|\"\"|true|9223372036854775807|,\"x\":1|[null]|\"\\u001b[31m\"".Split('|')
            .Select(Encoding.UTF8.GetBytes)];

    public override IEnumerable<byte[]> Seeds() =>
        [File.ReadAllBytes(Folder.File(_isTrial ? "trial-0001.json" : "search.json"))];

    public override bool IsRefusal(Exception exception) => exception is InvalidDataException;

    protected override int Run(string file, byte[] input)
    {
        using var folder = SearchFolder.Open(Folder.Path, _identity);
        var trials = folder.ReadTrials(number => TrialSettings.Draw(Options, number)).ToArray();
        Require(trials.Length == 1, "each trial is read");
        using var table = new StringWriter();
        TrialTable.Write(table, trials);
        Require(trials.All(trial => RefusalMessage.IsOneLine(trial.ToString())), "a trial is shown on one line");
        var trial = trials[0];
        return HashCode.Combine(trial.BestEpoch is null, trial.ValidationF1 is null, trial.Problem is null);
    }

    private static SearchTrial Trial => new(1, TrialSettings.Draw(Options, 1), 2, 1, 88.5, null, null);
}
