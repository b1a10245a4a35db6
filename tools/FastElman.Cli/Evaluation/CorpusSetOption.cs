using System.CommandLine;
using FastElman.Cli.Terminal;
using FastElman.Training;

namespace FastElman.Cli.Evaluation;

/// <summary>The option that chooses a set of a corpus.</summary>
internal static class CorpusSetOption
{
    private static readonly Dictionary<string, CorpusSet> Sets = new(StringComparer.Ordinal)
    {
        ["test"] = CorpusSet.Test,
        ["valid"] = CorpusSet.Validation,
        ["train"] = CorpusSet.Train,
    };

    /// <summary>Makes the option.</summary>
    /// <param name="standard">The set where none is chosen.</param>
    public static Option<string> Create(CorpusSet standard)
    {
        var set = new Option<string>("--set")
        {
            Description = "Which set.",
            DefaultValueFactory = _ => Sets.Single(each => each.Value == standard).Key,
        };
        set.AcceptsOneOf([.. Sets.Keys]);
        return set;
    }

    /// <summary>The set that was chosen.</summary>
    public static CorpusSet Parse(string name) => Sets[name];
}
