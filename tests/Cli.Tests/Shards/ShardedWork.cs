using System.Globalization;
using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Shards;

/// <summary>A model, a text, and a folder of shards.</summary>
internal sealed class ShardedWork : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ShardedWork() => Model = SampleModel.SaveIn(_folder);

    public string Model { get; }

    /// <summary>Sentences in a block.</summary>
    public string Block { get; init; } = "4";

    public string Shards => _folder.File("shards");

    /// <summary>The folder of everything.</summary>
    public string Folder => _folder.Path;

    public string Part(int block, string kind = "txt") => Path.Combine(Shards, $"part-{block:D8}.{kind}");

    public string File(string name) => _folder.File(name);

    public string Write(string name, string text) => _folder.Write(name, text);

    public void Dispose() => _folder.Dispose();

    /// <summary>A text of sentences of three words, each other than its neighbours.</summary>
    public static string Words(int sentences) => string.Concat(Enumerable.Range(0, sentences).Select(
        number => $"from\n{SampleModel.Words[1 + (number % 5)]}\n{number.ToString(CultureInfo.InvariantCulture)}\n\n"));

    /// <summary>Runs a shard of <c>tag</c>.</summary>
    /// <returns>What it says at its end.</returns>
    public string Tag(string input, string shard, params string[] options)
    {
        var run = CliRun.Of(["tag", Model, input, "--shard", shard, "--out", Shards, "--block", Block, .. options]);
        Assert.Equal((0, string.Empty), (run.ExitCode, run.Output));
        return run.Error;
    }

    /// <summary>The message of a shard of <c>tag</c> that fails.</summary>
    public string FailToTag(string input, string shard, params string[] options) =>
        CliRun.Fail(["tag", Model, input, "--shard", shard, "--out", Shards, "--block", Block, .. options]);

    public string Merge() => CliRun.Succeed("merge", Shards);

    public string TagAtOnce(string input, params string[] options) => CliRun.Succeed(["tag", Model, input, .. options]);

    /// <summary>The names of all files with their content.</summary>
    public Dictionary<string, string> Content() => Directory.EnumerateFiles(Shards).ToDictionary(
        file => Path.GetFileName(file), System.IO.File.ReadAllText);
}
