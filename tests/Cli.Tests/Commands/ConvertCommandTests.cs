using FastElman.Fixtures;
using FastElman.Interop;
using FastElman.Interop.Theano;

namespace FastElman.Cli.Tests.Commands;

public sealed class ConvertCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_dump_keeps_its_bytes_through_every_form()
    {
        var source = Dump();
        string[] path =
        [
            source,
            _folder.File("a.safetensors"),
            _folder.File("b.npz"),
            _folder.File("c.safetensors"),
            _folder.File("d"),
        ];
        for (var i = 1; i < path.Length; i++)
        {
            CliRun.Succeed("convert", path[i - 1], path[i]);
        }

        Assert.All(
            Directory.GetFiles(source),
            file => Assert.Equal(
                File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(path[^1], Path.GetFileName(file)))));
        Assert.Equal(7, Directory.GetFiles(path[^1]).Length);
        Assert.Equal(File.ReadAllBytes(path[1])[^100..], File.ReadAllBytes(path[3])[^100..]);
    }

    [Fact]
    public void Words_and_labels_come_from_text_files()
    {
        var target = _folder.File("m.safetensors");

        CliRun.Succeed(
            "convert", Dump(), target,
            "--words", Lines("words", SampleModel.Words), "--labels", Lines("labels", SampleModel.Labels));

        var model = ElmanModel.Load(target);
        Assert.Equal(SampleModel.Words, model.Vocabulary!);
        Assert.Equal(SampleModel.Labels, model.Labels!);
    }

    [Fact]
    public void A_runtime_file_keeps_its_words_and_labels()
    {
        var target = _folder.File("copy.safetensors");

        CliRun.Succeed("convert", SampleModel.SaveIn(_folder), target);

        Assert.Equal(SampleModel.Words, ElmanModel.Load(target).Vocabulary!);
    }

    [Fact]
    public void A_fold_of_another_vocabulary_is_refused()
    {
        var fold = Path.Combine(AppContext.BaseDirectory, "pickles", "python3-protocol5.pkl");
        var target = _folder.File("m.safetensors");

        var message = CliRun.Fail("convert", Dump(), target, "--vocabulary", fold);

        Assert.Contains("6 words", message, StringComparison.Ordinal);
        Assert.False(File.Exists(target));
    }

    [Fact]
    public void The_older_dialect_has_capital_letters()
    {
        var target = _folder.File("old");

        CliRun.Succeed("convert", Dump(), target, "--dialect", "is13");

        Assert.Equal(
            ["W.npy", "Wh.npy", "Wx.npy", "b.npy", "bh.npy", "embeddings.npy", "h0.npy"],
            Directory.GetFiles(target).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        CliRun.Succeed("convert", target, _folder.File("m.safetensors"));
    }

    [Fact]
    public void Success_is_told_on_standard_error_only()
    {
        var run = CliRun.Of("convert", Dump(), _folder.File("m.safetensors"));

        Assert.Equal(string.Empty, run.Output);
        Assert.Contains("hidden 5, labels 4, vocabulary 6, embedding 3, window 3", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dump")]
    [InlineData("dump.npz")]
    public void What_a_dump_cannot_hold_is_told_as_lost(string target)
    {
        var run = CliRun.Of("convert", SampleModel.SaveIn(_folder), _folder.File(target), "--drop-names");

        Assert.Contains(
            "without words and labels; lost, as a dump cannot hold it: words, labels\n",
            run.Error,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dump")]
    [InlineData("dump.npz")]
    public void What_a_dump_cannot_hold_is_not_lost_unasked(string target)
    {
        var message = CliRun.Fail("convert", SampleModel.SaveIn(_folder), _folder.File(target));

        Assert.Contains("would lose: words, labels; --drop-names", message, StringComparison.Ordinal);
        Assert.False(Path.Exists(_folder.File(target)));
    }

    [Fact]
    public void Nothing_is_lost_between_dumps() =>
        Assert.DoesNotContain(
            "lost", CliRun.Of("convert", Dump(), _folder.File("dump.npz")).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("run-0.5")]
    [InlineData(".params")]
    [InlineData("out.bin/")]
    public void A_folder_may_have_a_point_in_its_name(string name)
    {
        CliRun.Succeed("convert", Dump(), _folder.File(name));

        Assert.True(File.Exists(Path.Combine(_folder.File(name), "wx.npy")));
    }

    [Theory]
    [InlineData("model.h5")]
    [InlineData("model.npy")]
    [InlineData("model.pkl")]
    [InlineData("out.bin")]
    [InlineData("out.7z")]
    public void A_target_that_cannot_be_meant_is_wrong_usage(string name)
    {
        CliRun.Misuse("convert", Dump(), _folder.File(name));

        Assert.False(Path.Exists(_folder.File(name)));
    }

    [Fact]
    public void Two_sources_of_words_are_wrong_usage() =>
        CliRun.Misuse("convert", Dump(), _folder.File("m.safetensors"), "--words", "w", "--vocabulary", "v");

    [Fact]
    public void A_value_that_is_not_finite_is_refused()
    {
        var parameters = SampleModel.Parameters();
        parameters.RecurrentWeights[3] = float.NaN;
        DumpWriter.Write(parameters, _folder.File("diverged"), TheanoDialect.Rnnslu);
        var target = _folder.Write("m.safetensors", "old");

        var message = CliRun.Fail("convert", _folder.File("diverged"), target);

        Assert.Contains("diverged", message, StringComparison.Ordinal);
        Assert.Contains("tensor wh", message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(target));
    }

    [Fact]
    public void A_list_with_a_repeated_word_is_refused_by_its_file()
    {
        var words = Lines("words", ["a", "b", "a", "c", "d", "e"]);

        var message = CliRun.Fail("convert", Dump(), _folder.File("m.safetensors"), "--words", words);

        Assert.Contains("words", message, StringComparison.Ordinal);
        Assert.Contains("\"a\"", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\n\nb\n", "words: line 2 is empty")]
    [InlineData("\ta\n", "(expected a name alone, found \" a\")")]
    [InlineData("a\na\n", "words: The word \"a\" is repeated, at indices 0 and 1.\n")]
    public void A_list_without_a_name_is_refused_by_its_line(string list, string problem) =>
        Assert.Contains(
            problem,
            CliRun.Fail("convert", Dump(), _folder.File("m.safetensors"), "--words", _folder.Write("words", list)),
            StringComparison.Ordinal);

    [Fact]
    public void The_reference_dump_and_back_keeps_every_byte()
    {
        var source = SharedData.PathOf("golden", "atis-trained-100", "params");
        var model = _folder.File("m.safetensors");

        CliRun.Succeed("convert", source, model, "--vocabulary", SharedData.PathOf("atis", "atis.fold1.pkl.gz"));
        CliRun.Succeed("convert", model, _folder.File("back"), "--drop-names");

        Assert.All(
            Directory.GetFiles(source),
            file => Assert.Equal(
                File.ReadAllBytes(file),
                File.ReadAllBytes(Path.Combine(_folder.File("back"), Path.GetFileName(file)))));
    }

    private string Dump()
    {
        var path = _folder.File("dump");
        DumpWriter.Write(SampleModel.Parameters(), path, TheanoDialect.Rnnslu);
        return path;
    }

    private string Lines(string name, IEnumerable<string> lines) =>
        _folder.Write(name, string.Join('\n', lines) + "\n");
}
