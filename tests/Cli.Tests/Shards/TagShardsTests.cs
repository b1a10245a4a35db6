using System.Text;
using CsCheck;
using FastElman.Training;

namespace FastElman.Cli.Tests.Shards;

public sealed class TagShardsTests : IDisposable
{
    /// <summary>Lines that readers of columns treat differently.</summary>
    private static readonly string[] Lines =
    [
        "", "", "", " ", "\t ", "oslo", "to\tO", "from O x", " to", "# c", "#", "# a b", "#\tO", "-DOCSTART- x",
        " -DOCSTART-", "-DOCSTART", "\r", "23", "flights\u00E9", "é", "-", "##",
    ];

    private readonly ShardedWork _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void Shards_of_any_text_put_together_are_one_run()
    {
        var text =
            from lines in Gen.OneOf(Lines).Array[0, 30]
            from ends in Gen.OneOf("\n", "\r\n").Array[lines.Length]
            from isEnded in Gen.Bool
            select string.Concat(lines.Zip(ends, (line, end) => line + end)) is var whole && isEnded
                ? whole
                : whole.TrimEnd('\n');
        var options = Gen.OneOf(
            "", "--sentences", "--encoding utf-16", "--encoding latin1", "--encoding shift_jis",
            "--encoding iso-2022-kr", "--encoding gb18030", "bom");
        Gen.Select(text, options, Gen.Int[1, 5], Gen.Int[1, 4]).Sample(
            (input, option, shards, block) => Check(input, option, shards, block), iter: 20, threads: 1);
    }

    [Fact]
    public void Shards_of_indices_put_together_are_one_run() =>
        Gen.Select(Gen.OneOf("", "1", "2 3", "-1 4 5").Array[0, 20], Gen.Int[1, 4]).Sample(
            (lines, shards) => CheckBytes(
                Encoding.UTF8.GetBytes(string.Join('\n', lines)), ["--ids"], shards, block: 3),
            iter: 4,
            threads: 1);

    [Fact]
    public void The_parts_in_the_order_of_their_names_are_the_output()
    {
        var input = _work.Write("in", ShardedWork.Words(22));

        _work.Tag(input, "1/2");
        _work.Tag(input, "0/2");

        var parts = Directory.EnumerateFiles(_work.Shards, "part-*.txt").Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(6, parts.Length);
        Assert.Equal(_work.TagAtOnce(input), string.Concat(parts.Select(File.ReadAllText)));
    }

    [Fact]
    public void A_stream_gives_the_same_as_a_file()
    {
        var text = ShardedWork.Words(10);
        var run = CliRun.WithInput(text, "tag", _work.Model, "--shard", "0/1", "--out", _work.Shards);

        Assert.Equal((0, "shard 0/1: 1 block done now, 0 before, of 1 block in all\n"), (run.ExitCode, run.Error));
        Assert.Equal(_work.TagAtOnce(_work.Write("in", text)), _work.Merge());
    }

    [Fact]
    public void The_number_of_shards_may_change_between_runs()
    {
        var input = _work.Write("in", ShardedWork.Words(22));

        _work.Tag(input, "0/2");
        Assert.Equal(
            "shard 1/3: 1 block done now, 1 before, of 6 blocks in all\n", _work.Tag(input, "1/3"));
        _work.Tag(input, "0/1");

        Assert.Equal(_work.TagAtOnce(input), _work.Merge());
    }

    [Fact]
    public void A_bad_line_is_told_by_the_shard_that_owns_it()
    {
        var input = _work.Write("in.ids", "1 2\n3\n4\nx\n5\n");

        Assert.Contains(
            "in.ids: line 4: ", CliRun.Fail(Arguments("1/2")), StringComparison.Ordinal);
        Assert.Equal(0, CliRun.Of(Arguments("0/2")).ExitCode);

        string[] Arguments(string shard) =>
            ["tag", _work.Model, input, "--ids", "--shard", shard, "--out", _work.Shards, "--block", "2"];
    }

    [Theory]
    [InlineData("4/4", "shards count from 0: those of 4 are 0/4 to 3/4")]
    [InlineData("1", "a shard is its number, a slash and how many there are: 0/4")]
    [InlineData("-1/4", "a shard is its number")]
    [InlineData("0/0", "a shard is its number")]
    [InlineData("1/2/3", "a shard is its number")]
    public void What_names_no_shard_is_refused(string shard, string problem) =>
        Assert.Contains(
            problem,
            CliRun.Misuse("tag", _work.Model, $"--shard={shard}", "--out", _work.Shards),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("--shard needs --out DIR", "--shard", "0/2")]
    [InlineData("--out goes with --shard I/N", "--out", "d")]
    [InlineData("--block goes with --shard I/N", "--block", "3")]
    [InlineData("--block 0: 1 to ", "--shard", "0/2", "--out", "d", "--block", "0")]
    [InlineData(
        "--probabilities cannot go with --shard", "--shard", "0/2", "--out", "d", "--probabilities", "p.npy")]
    public void Options_that_do_not_fit_are_refused(string problem, params string[] options) =>
        Assert.Contains(problem, CliRun.Misuse(["tag", _work.Model, .. options]), StringComparison.Ordinal);

    [Fact]
    public void A_part_is_not_read_as_the_input()
    {
        var input = _work.Write("in", ShardedWork.Words(3));
        _work.Tag(input, "0/1");

        Assert.Contains(
            "this is the same file as FILE",
            CliRun.Misuse("tag", _work.Model, _work.Part(0), "--shard", "0/1", "--out", _work.Shards),
            StringComparison.Ordinal);
    }

    private void Check(string input, string option, int shards, int block)
    {
        if (option == "bom")
        {
            CheckBytes([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(input)], [], shards, block);
            return;
        }

        var encoding = option.Split(' ') is ["--encoding", var name]
            ? CorpusLoadOptions.FindEncoding(name)!
            : Encoding.UTF8;
        CheckBytes(
            encoding.GetBytes(input), option.Split(' ', StringSplitOptions.RemoveEmptyEntries), shards, block);
    }

    private void CheckBytes(byte[] input, string[] options, int shards, int block)
    {
        var file = _work.File("any");
        File.WriteAllBytes(file, input);
        if (Directory.Exists(_work.Shards))
        {
            Directory.Delete(_work.Shards, recursive: true);
        }

        var atOnce = CliRun.Of(["tag", _work.Model, file, .. options]);
        foreach (var shard in Enumerable.Range(0, shards).Reverse())
        {
            var run = CliRun.Of(
            [
                "tag", _work.Model, file, "--shard", $"{shard}/{shards}", "--out", _work.Shards, "--block", $"{block}",
                .. options,
            ]);
            Assert.True(run.ExitCode == 0, run.Error);
        }

        Assert.Equal((0, atOnce.Output), (atOnce.ExitCode, _work.Merge()));
    }
}
