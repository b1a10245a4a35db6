namespace FastElman.Cli.Tests.Shards;

public sealed class ShardResumeTests : IDisposable
{
    private readonly ShardedWork _work = new();
    private readonly string _input;

    public ShardResumeTests() => _input = _work.Write("in", ShardedWork.Words(22));

    public void Dispose() => _work.Dispose();

    [Fact]
    public void What_is_whole_is_left_alone()
    {
        _work.Tag(_input, "0/1");
        var before = File.GetLastWriteTimeUtc(_work.Part(3));

        Assert.Equal("shard 0/1: 0 blocks done now, 6 before, of 6 blocks in all\n", _work.Tag(_input, "0/1"));
        Assert.Equal(before, File.GetLastWriteTimeUtc(_work.Part(3)));
    }

    [Theory]
    [InlineData("cut", "another length: expected ")]
    [InlineData("changed", "another hash: expected ")]
    [InlineData("missing", "it is missing")]
    public void A_part_that_is_torn_is_done_again(string how, string problem)
    {
        _work.Tag(_input, "0/1");
        var (part, whole) = (_work.Part(2), File.ReadAllText(_work.Part(2)));
        Tear(part, whole, how);

        Assert.Contains(problem, CliRun.Fail("merge", _work.Shards), StringComparison.Ordinal);
        Assert.Matches(
            $@"^note: \S+part-00000002\.txt is done again: [^\n]*{problem}[^\n]*\n"
                + "shard 0/1: 1 block done now, 5 before, of 6 blocks in all\n$",
            _work.Tag(_input, "0/1"));
        Assert.Equal(whole, File.ReadAllText(part));
        Assert.Equal(_work.TagAtOnce(_input), _work.Merge());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{ \"block\": 2")]
    [InlineData("null")]
    public void A_block_whose_record_is_torn_is_done_again(string record)
    {
        _work.Tag(_input, "0/1");
        File.WriteAllText(_work.Part(2, "json"), record);

        Assert.Contains("blocks is missing or torn: 2 ", CliRun.Fail("merge", _work.Shards), StringComparison.Ordinal);
        Assert.Equal("shard 0/1: 1 block done now, 5 before, of 6 blocks in all\n", _work.Tag(_input, "0/1"));
        Assert.Equal(_work.TagAtOnce(_input), _work.Merge());
    }

    /// <summary>
    /// The process gets a part of the input through a pipe, and waits for more in the middle of its second block when
    /// it is killed.
    /// </summary>
    [Fact]
    public void A_shard_that_is_killed_goes_on_where_it_was_and_removes_what_was_left()
    {
        Assert.SkipUnless(ShellProcess.HasShell, "there is no bash");
        var text = ShardedWork.Words(1000);
        var input = _work.Write("large", text);
        _work.Write("half", text[..(text.Length * 35 / 100)]);
        var run = ShellProcess.Run(
            $"cd '{_work.Folder}'; mkfifo pipe; '{ShellProcess.Command}' tag model.safetensors pipe --shard 1/2 "
                + "--out shards --block 100 & process=$!; exec 7> pipe; cat half >&7; "
                + "until test -e shards/part-00000001.json && ls -A shards | grep -q tmp; do sleep 0.05; done; "
                + "kill -9 $process; wait; exec 7>&-; ls -A shards | sed s/fastelman-.*tmp/tmp/");
        Assert.Equal(".tmp\npart-00000001.json\npart-00000001.txt\nshards.json\n", run.Output);

        string[] options = ["--out", _work.Shards, "--block", "100"];
        Assert.Contains(
            "no shard has read the input to its end yet", CliRun.Fail("merge", _work.Shards), StringComparison.Ordinal);
        Assert.Equal(
            "shard 1/2: 4 blocks done now, 1 before, of 10 blocks in all\n",
            CliRun.Of(["tag", _work.Model, input, "--shard", "1/2", .. options]).Error);
        Assert.Equal(0, CliRun.Of(["tag", _work.Model, input, "--shard", "0/2", .. options]).ExitCode);

        Assert.Equal(_work.TagAtOnce(input), _work.Merge());
        Assert.Equal(22, Directory.EnumerateFileSystemEntries(_work.Shards).Count());
    }

    [Fact]
    public void Processes_that_begin_at_once_all_succeed()
    {
        string[] shards = ["0/3", "1/3", "2/3", "0/3"];
        CliProcess[] processes =
        [
            .. shards.Select(shard => CliProcess.Start(
                "tag", _work.Model, _input, "--shard", shard, "--out", _work.Shards, "--block", "4")),
        ];
        CliRun[] runs = [.. processes.Select(process => process.End())];
        Array.ForEach(processes, process => process.Dispose());

        Assert.All(runs, run => Assert.True(run.ExitCode == 0, run.Error));
        Assert.All(
            runs.Zip(shards),
            pair => Assert.Matches(
                $@"^shard {pair.Second}: (2 blocks done now, 0|1 block done now, 1|0 blocks done now, 2) before, "
                    + @"of 6 blocks in all\n$",
                pair.First.Error));
        Assert.Equal(14, Directory.GetFileSystemEntries(_work.Shards).Length);
        Assert.Equal(_work.TagAtOnce(_input), _work.Merge());
    }

    [Theory]
    [InlineData("form of input (expected sentences, found words)", "4", "--sentences")]
    [InlineData("size of blocks (expected 5, found 4)", "5")]
    [InlineData("decoding (expected iob, found argmax)", "4", "--decoding", "iob")]
    [InlineData("encoding (expected iso-8859-1, found utf-8)", "4", "--encoding", "latin1")]
    public void The_folder_of_another_work_is_refused(string difference, string block, params string[] options)
    {
        _work.Tag(_input, "0/2");
        var before = _work.Content();

        Assert.Contains(
            $"the folder belongs to another work, with another {difference}",
            CliRun.Fail(
                ["tag", _work.Model, _input, "--shard", "1/2", "--out", _work.Shards, "--block", block, .. options]),
            StringComparison.Ordinal);
        Assert.Equal(before, _work.Content());
    }

    [Fact]
    public void Another_model_is_refused_by_its_fingerprint()
    {
        _work.Tag(_input, "0/2");
        var before = _work.Content();
        var expected = SampleModel.Create().WithTemperature(2f);
        expected.Save(_work.Model);

        Assert.Contains(
            $"another model (expected {expected.Fingerprint}, found {SampleModel.Create().Fingerprint})",
            _work.FailToTag(_input, "1/2"),
            StringComparison.Ordinal);
        Assert.Equal(before, _work.Content());
    }

    [Theory]
    [InlineData("changed", "0/2")]
    [InlineData("changed", "1/2")]
    [InlineData("shorter", "0/2")]
    [InlineData("longer", "1/2")]
    public void Another_input_is_refused_by_every_shard(string how, string shard)
    {
        _work.Tag(_input, "0/2");
        var before = _work.Content();
        var text = File.ReadAllText(_input);
        File.WriteAllText(_input, how switch
        {
            "changed" => text.Replace("oslo", "rome", StringComparison.Ordinal),
            "shorter" => text[..^20],
            _ => $"{text}oslo\n\nto\n\noslo\n\n",
        });

        Assert.Contains(
            "the input is another than before: name a new folder for it",
            _work.FailToTag(_input, shard),
            StringComparison.Ordinal);
        Assert.All(before, file => Assert.Equal(file.Value, _work.Content()[file.Key]));
    }

    [Fact]
    public void A_torn_part_is_not_replaced_by_one_of_another_input()
    {
        _work.Tag(_input, "0/1");
        File.WriteAllText(_work.Part(0), "torn");
        File.WriteAllText(_input, ShardedWork.Words(21));
        File.WriteAllText(_input, File.ReadAllText(_input).Replace("from", "to", StringComparison.Ordinal));

        Assert.Contains("the input is another", CliRun.Of(
            "tag", _work.Model, _input, "--shard", "0/1", "--out", _work.Shards, "--block", "4").Error,
            StringComparison.Ordinal);
        Assert.Equal("torn", File.ReadAllText(_work.Part(0)));
    }

    [Fact]
    public void Parts_in_a_folder_without_settings_are_somebody_elses()
    {
        Directory.CreateDirectory(_work.Shards);
        File.WriteAllText(_work.Part(0), "mine");

        Assert.Contains(
            "part-00000000.txt: a shard would write this file",
            _work.FailToTag(_input, "0/1"),
            StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(_work.Part(0)));
    }

    [Fact]
    public void A_file_in_the_place_of_the_folder_is_refused()
    {
        File.WriteAllText(_work.Shards, "mine");

        Assert.Contains(
            "a file is where the folder has to be", _work.FailToTag(_input, "0/1"), StringComparison.Ordinal);
    }

    private static void Tear(string part, string whole, string how)
    {
        if (how == "missing")
        {
            File.Delete(part);
            return;
        }

        File.WriteAllText(part, how == "cut" ? whole[..^5] : whole.Replace("from", "form", StringComparison.Ordinal));
    }
}
