using System.Text.RegularExpressions;

namespace FastElman.Samples.TaggingService.Tests.Deployment;

/// <summary>The Dockerfile of the service as text: its instructions, in order.</summary>
internal static partial class Dockerfile
{
    /// <summary>What an image is built with; comments and folded lines are gone.</summary>
    public static IReadOnlyList<(string Name, string Arguments)> Instructions { get; } =
        [.. Fold(ReadRepositoryFile("samples/TaggingService/Dockerfile"))];

    /// <summary>The instructions of the last stage, which make the image that runs.</summary>
    public static IReadOnlyList<(string Name, string Arguments)> LastStage { get; } =
        [.. Instructions.Skip(Instructions.ToList().FindLastIndex(instruction => instruction.Name == "FROM"))];

    /// <summary>The ports that it declares.</summary>
    public static IEnumerable<int> Ports => Argument("EXPOSE").Split(' ').Select(int.Parse);

    /// <summary>The environment variables of the image.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } =
        Argument("ENV").Split(' ').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>The arguments of the only instruction of its kind in the last stage.</summary>
    public static string Argument(string name) =>
        LastStage.Single(instruction => instruction.Name == name).Arguments;

    public static string ReadRepositoryFile(string path) =>
        File.ReadAllText(Path.Combine(RepositoryRoot.Folder, path)).ReplaceLineEndings("\n");

    private static IEnumerable<(string Name, string Arguments)> Fold(string text)
    {
        var lines = text.Split('\n').Where(line => !line.StartsWith('#'));
        foreach (var line in string.Join('\n', lines).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
        {
            if (line.Length > 0)
            {
                var parts = Blanks().Replace(line, " ").Split(' ', 2);
                yield return (parts[0], parts[1]);
            }
        }
    }

    [GeneratedRegex(" +")]
    private static partial Regex Blanks();
}
