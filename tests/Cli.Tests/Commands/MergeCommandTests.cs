using System.Text.RegularExpressions;
using FastElman.Cli.Tests.Shards;

namespace FastElman.Cli.Tests.Commands;

public sealed class MergeCommandTests : IDisposable
{
    private readonly ShardedWork _work = new();
    private readonly string _input;

    public MergeCommandTests() => _input = _work.Write("in", ShardedWork.Words(22));

    public void Dispose() => _work.Dispose();

    [Fact]
    public void A_file_gets_what_standard_output_gets()
    {
        _work.Tag(_input, "0/1");
        var target = _work.File("out");

        Assert.Equal(string.Empty, CliRun.Succeed("merge", _work.Shards, "--out", target));
        Assert.Equal(_work.TagAtOnce(_input), File.ReadAllText(target));
    }

    [Fact]
    public void Missing_blocks_are_named_with_their_shards_and_nothing_is_written()
    {
        _work.Tag(_input, "0/3");
        _work.Tag(_input, "2/3");
        File.Delete(_work.Part(3));
        var target = _work.Write("out", "before");

        Assert.Contains(
            "3 of 6 blocks are missing or torn: 1, 3, 4 (of the first, ",
            CliRun.Fail("merge", _work.Shards, "--out", target),
            StringComparison.Ordinal);
        Assert.EndsWith(": it is not done): run shards 0/3, 1/3 again\n", CliRun.Fail("merge", _work.Shards));
        Assert.Equal("before", File.ReadAllText(target));
    }

    [Fact]
    public void A_number_of_blocks_that_cannot_be_is_told_at_once()
    {
        _work.Tag(_input, "0/1");
        WriteEnd(long.MaxValue);
        Assert.Contains(
            $"{long.MaxValue - 6} of {long.MaxValue} blocks are missing or torn: 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, ",
            CliRun.Fail("merge", _work.Shards),
            StringComparison.Ordinal);

        // Names that no shard gives a file, and one that is far away.
        File.WriteAllText(Path.Combine(_work.Shards, "part-000000000.json"), "");
        File.WriteAllText(Path.Combine(_work.Shards, "part-99999999999.json"), "");
        Assert.Contains(
            "blocks are missing or torn: 6, 7, ", CliRun.Fail("merge", _work.Shards), StringComparison.Ordinal);

        WriteEnd(-1);
        Assert.Contains(
            "the file was not written by a shard", CliRun.Fail("merge", _work.Shards), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2")]
    [InlineData("\"command\": \"tag\"", "\"command\": \"score\"")]
    public void A_folder_of_another_version_is_refused(string before, string after)
    {
        _work.Tag(_input, "0/1");
        var file = Path.Combine(_work.Shards, "shards.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace(before, after, StringComparison.Ordinal));

        Assert.Contains(
            "the folder is of another version", CliRun.Fail("merge", _work.Shards), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("part-00000002.txt")]
    [InlineData("end.json")]
    public void A_link_in_the_place_of_a_file_is_refused_and_its_target_stays(string name)
    {
        _work.Tag(_input, "0/1");
        var precious = _work.Write("precious", "precious");
        File.Delete(Path.Combine(_work.Shards, name));
        File.CreateSymbolicLink(Path.Combine(_work.Shards, name), precious);

        Assert.Contains(
            "a link is where a file of a shard has to be",
            CliRun.Fail("tag", _work.Model, _input, "--shard", "0/1", "--out", _work.Shards, "--block", _work.Block),
            StringComparison.Ordinal);
        Assert.Contains(
            "a link is where a file of a shard has to be",
            CliRun.Fail("merge", _work.Shards),
            StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(precious));
    }

    [Fact]
    public void A_folder_in_the_place_of_a_file_is_refused_before_the_work()
    {
        Directory.CreateDirectory(Path.Combine(_work.Shards, "end.json"));

        Assert.Contains(
            "a folder is where a file of a shard has to be",
            CliRun.Fail("tag", _work.Model, _input, "--shard", "0/1", "--out", _work.Shards),
            StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(_work.Shards));
    }

    [Fact]
    public void Shards_of_different_inputs_are_not_put_together()
    {
        _work.Tag(_input, "0/2");
        var content = _work.Content();
        Directory.Delete(_work.Shards, recursive: true);
        File.WriteAllText(_input, File.ReadAllText(_input).Replace("oslo", "rome", StringComparison.Ordinal));
        _work.Tag(_input, "1/2");
        var end = Path.Combine(_work.Shards, "end.json");
        string[] ends = [content["end.json"], File.ReadAllText(end)];
        foreach (var (name, text) in content)
        {
            File.WriteAllText(Path.Combine(_work.Shards, name), text);
        }

        // Whichever input the end is of, and so the last block may be.
        foreach (var each in ends)
        {
            File.WriteAllText(end, each);
            Assert.Contains(
                "the shards have read different inputs", CliRun.Fail("merge", _work.Shards), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_folder_without_shards_is_refused() =>
        Assert.Contains(
            "this is no folder that shards write to: it has no shards.json",
            CliRun.Fail("merge", Path.GetDirectoryName(_input)!),
            StringComparison.Ordinal);

    [Fact]
    public void An_empty_input_gives_an_empty_output()
    {
        _work.Tag(_work.Write("empty", "\n"), "1/2");

        Assert.Equal(string.Empty, _work.Merge());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Counts_of_shards_add_up_to_the_table_of_one_run(int shards)
    {
        var corpus = _work.Write("corpus.txt", string.Concat(Enumerable.Repeat(SmallCorpus.Train, 5)));
        foreach (var shard in Enumerable.Range(0, shards))
        {
            var run = CliRun.Of(
                "evaluate", _work.Model, corpus, "--shard", $"{shard}/{shards}", "--out", _work.Shards, "--block", "2");
            Assert.Equal((0, string.Empty), (run.ExitCode, run.Output));
        }

        Assert.Equal(CliRun.Succeed("evaluate", _work.Model, corpus), _work.Merge());
    }

    [Fact]
    public void A_table_of_missing_counts_is_not_printed()
    {
        var corpus = _work.Write("corpus.txt", string.Concat(Enumerable.Repeat(SmallCorpus.Train, 5)));
        CliRun.Of("evaluate", _work.Model, corpus, "--shard", "0/2", "--out", _work.Shards, "--block", "2");

        Assert.EndsWith("run shard 1/2 again\n", CliRun.Fail("merge", _work.Shards), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_corpus_is_refused()
    {
        var corpus = _work.Write("corpus.txt", SmallCorpus.Train);
        string[] arguments = ["evaluate", _work.Model, corpus, "--shard", "0/2", "--out", _work.Shards, "--block", "2"];
        Assert.Equal(0, CliRun.Of(arguments).ExitCode);
        File.WriteAllText(corpus, SmallCorpus.Train.Replace("oslo", "rome", StringComparison.Ordinal));

        Assert.Contains("the input is another than before", CliRun.Fail(arguments), StringComparison.Ordinal);
    }

    [Fact]
    public void Calibration_has_no_shards() =>
        Assert.Contains(
            "--calibration cannot go with --shard",
            CliRun.Misuse("evaluate", _work.Model, _input, "--shard", "0/2", "--out", "d", "--calibration"),
            StringComparison.Ordinal);

    /// <summary>Writes another number of blocks where the last shard wrote how many there are.</summary>
    private void WriteEnd(long blocks)
    {
        var file = Path.Combine(_work.Shards, "end.json");
        File.WriteAllText(file, Regex.Replace(File.ReadAllText(file), "(\"blocks\": )-?[0-9]+", $"${{1}}{blocks}"));
    }
}
