using System.Globalization;

namespace FastElman.Cli.Shards;

/// <summary>
/// Everything that determines the blocks of a folder and what is written for each, but for the input: blocks with other
/// settings would not belong there. How many shards there are does not matter.
/// </summary>
/// <param name="Version">That of the form of the folder.</param>
/// <param name="Command">The command: <see cref="TagCommand"/> or <see cref="EvaluateCommand"/>.</param>
/// <param name="Model">The fingerprint of the model.</param>
/// <param name="Input">The form of the input, or the set of the corpus.</param>
/// <param name="Decoding">How labels are found.</param>
/// <param name="Encoding">The encoding of the input.</param>
/// <param name="BlockSize">Sentences in a block.</param>
internal sealed record ShardSettings(
    int Version, string Command, string Model, string Input, string Decoding, string Encoding, int BlockSize)
{
    /// <summary>The version that is written and read here.</summary>
    public const int CurrentVersion = 1;

    public const string TagCommand = "tag", EvaluateCommand = "evaluate";

    /// <summary>The first difference between these and others; null where they are the same.</summary>
    public (string Name, string Expected, string Found)? DifferenceFrom(ShardSettings other)
    {
        foreach (var (name, expected, found) in ((string, string, string)[])
            [
                ("version", Text(Version), Text(other.Version)),
                ("command", Command, other.Command),
                ("model", Model, other.Model),
                (Command == TagCommand ? "form of input" : "set", Input, other.Input),
                ("decoding", Decoding, other.Decoding),
                ("encoding", Encoding, other.Encoding),
                ("size of blocks", Text(BlockSize), Text(other.BlockSize)),
            ])
        {
            if (expected != found)
            {
                return (name, expected, found);
            }
        }

        return null;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
