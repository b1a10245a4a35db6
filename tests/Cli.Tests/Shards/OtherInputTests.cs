namespace FastElman.Cli.Tests.Shards;

/// <summary>A shard that was begun with a wrong input leaves the folder fit for the right one.</summary>
public sealed class OtherInputTests : IDisposable
{
    private static readonly string Right = ShardedWork.Words(22);

    private readonly ShardedWork _work = new();
    private readonly string _input;
    private readonly string _wrong;

    public OtherInputTests()
    {
        _input = _work.Write("in", Right);
        _wrong = _work.Write("wrong", Right.Replace("from", "to", StringComparison.Ordinal));
    }

    public void Dispose() => _work.Dispose();

    /// <summary>The right input has some blocks from the given one on; the wrong one is met there.</summary>
    [Theory]
    [InlineData(1, "0/1")]
    [InlineData(3, "0/1")]
    [InlineData(3, "0/2")]
    [InlineData(3, "1/4")]
    [InlineData(5, "0/3")]
    public void What_was_written_of_a_wrong_input_is_removed_and_the_right_one_goes_through(int first, string shard)
    {
        KeepFrom(first);
        var before = _work.Content();

        var message = CliRun.Of(Arguments(_wrong, shard)).Error;

        Assert.Contains("the input is another than before: name a new folder", message, StringComparison.Ordinal);
        Assert.Equal(before, _work.Content());
        _work.Tag(_input, "0/1");
        Assert.Equal(_work.TagAtOnce(_input), _work.Merge());
    }

    [Fact]
    public void All_shards_of_a_wrong_input_at_once_leave_nothing()
    {
        KeepFrom(4);
        var before = _work.Content();

        Parallel.For(0, 3, shard => Assert.Equal(1, CliRun.Of(Arguments(_wrong, $"{shard}/3")).ExitCode));

        Assert.Equal(before, _work.Content());
    }

    /// <summary>What is written is looked at before: nobody sees a wrong block, not for a moment.</summary>
    [Fact]
    public void A_block_that_does_not_fit_its_neighbour_is_never_written()
    {
        KeepFrom(1);
        var written = new List<string>();
        using var watcher = new FileSystemWatcher(_work.Shards, "part-00000000.*") { EnableRaisingEvents = true };
        watcher.Renamed += (_, file) => written.Add(file.Name!);

        Assert.Equal(1, CliRun.Of(Arguments(_wrong, "0/2")).ExitCode);
        File.WriteAllText(_work.Part(0), "the last event");
        SpinWait.SpinUntil(() => false, TimeSpan.FromSeconds(0.2));

        Assert.Empty(written);
    }

    [Fact]
    public void The_end_that_is_known_counts_before_anything_is_written()
    {
        _work.Tag(_input, "0/1");
        Array.ForEach(Directory.GetFiles(_work.Shards, "part-*"), File.Delete);
        var end = _work.Content();
        var longer = _work.Write("longer", Right + Right);

        Assert.Contains("the input is another", CliRun.Of(Arguments(longer, "0/1")).Error, StringComparison.Ordinal);
        Assert.Equal(end, _work.Content());
        _work.Tag(_input, "0/1");
        Assert.Equal(_work.TagAtOnce(_input), _work.Merge());
    }

    [Fact]
    public void Sentences_of_a_record_count()
    {
        _work.Tag(_input, "0/1");
        var record = File.ReadAllText(_work.Part(2, "json"));
        File.WriteAllText(
            _work.Part(2, "json"), record.Replace("\"sentences\": 4", "\"sentences\": 5", StringComparison.Ordinal));

        Assert.Contains("expected 22, found 23", CliRun.Fail("merge", _work.Shards), StringComparison.Ordinal);
        Assert.Contains("5 sentences, found ", _work.FailToTag(_input, "0/1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tag")]
    [InlineData("evaluate")]
    public void Of_an_input_that_cannot_be_opened_nothing_is_made(string command)
    {
        Assert.Contains(
            "none",
            CliRun.Fail(command, _work.Model, _work.File("none"), "--shard", "0/1", "--out", _work.Shards),
            StringComparison.Ordinal);
        Assert.False(Path.Exists(_work.Shards));
    }

    private void KeepFrom(int first)
    {
        _work.Tag(_input, "0/1");
        File.Delete(Path.Combine(_work.Shards, "end.json"));
        for (var block = 0; block < first; block++)
        {
            File.Delete(_work.Part(block));
            File.Delete(_work.Part(block, "json"));
        }
    }

    private string[] Arguments(string input, string shard) =>
        ["tag", _work.Model, input, "--shard", shard, "--out", _work.Shards, "--block", "4"];
}
