using System.Text;
using FastElman.Cli;
using FastElman.Cli.Terminal;

namespace FastElman.Fuzz.Targets;

/// <summary>
/// One of the files in the folder of shards, as <c>merge</c> reads them. Whatever it says, merging ends soon: with what
/// one run writes, or with one line.
/// </summary>
internal sealed class ShardTarget : FolderTarget
{
    private readonly string _file;
    private readonly byte[] _sound;
    private readonly string _merged;
    private readonly string _expected;

    /// <param name="name">The name of the target.</param>
    /// <param name="file">The file.</param>
    public ShardTarget(string name, string file)
        : base(name)
    {
        SeedModels.Usual.Save(Folder.File("model.safetensors"));
        var text = Folder.Write("text", "from oslo to rome\n\nFrom OSLO, 17.\n"u8.ToArray());
        Run(
            "tag", Folder.File("model.safetensors"), text, "--sentences", "--shard", "0/1", "--out", Parts,
            "--block", "1");
        Run("merge", Parts, "--out", Folder.File("once"));
        _file = Path.Combine(Parts, file);
        _sound = File.ReadAllBytes(_file);
        _merged = Folder.File("merged");
        _expected = File.ReadAllText(Folder.File("once"));
    }

    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. ("null|-1|9223372036854775807|\"\"|[]|{}|true|1e9|\"../x\"|\"0/0\"|\"1/2\"|\"\\u001b[31m\"|,\"x\":1|tag"
            + "|evaluate").Split('|').Select(Encoding.UTF8.GetBytes),
    ];

    public override long AllowedBytes => 8 << 20;

    private string Parts => Folder.File("parts");

    public override IEnumerable<byte[]> Seeds() => [_sound];

    public override bool IsRefusal(Exception exception) => false;

    public override int Run(byte[] input)
    {
        File.Delete(_merged);
        File.WriteAllBytes(_file, input);
        var kind = CommandRun.Check(["merge", Parts, "--out", _merged], [], "System.IO.");
        Require(
            !File.Exists(_merged) || File.ReadAllText(_merged) == _expected,
            "what is merged is what one run writes");
        Require(File.Exists(_merged) || !input.AsSpan().SequenceEqual(_sound), "a sound folder is merged");
        return kind;
    }

    private static void Run(params string[] arguments) => Require(
        CommandLine.Run(
            arguments, new StandardStreams(Stream.Null, Stream.Null, Stream.Null)) == ExitCode.Success,
        "a sound folder is merged");
}
