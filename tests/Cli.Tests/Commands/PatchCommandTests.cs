using System.Globalization;
using System.Text.Json;
using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Commands;

public sealed class PatchCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;
    private readonly string _patched;
    private readonly byte[] _before;

    public PatchCommandTests()
    {
        _model = SampleModel.SaveIn(_folder);
        _patched = _folder.File("patched.safetensors");
        _before = File.ReadAllBytes(_model);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Words_are_added_from_neighbours_and_the_model_stays()
    {
        var run = CliRun.Of("patch", _model, "--like", "rome", "oslo", "--like", "via", "from,to", "--out", _patched);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Output));
        Assert.Equal($"wrote {_patched}: 2 of 8 words are new\n", run.Error);
        Assert.Equal([.. SampleModel.Words, "rome", "via"], ElmanModel.Load(_patched).Vocabulary!);
        Assert.Equal(_before, File.ReadAllBytes(_model));
    }

    [Fact]
    public void A_model_with_subwords_needs_no_neighbours()
    {
        var shape = new ElmanShape(3, 2, 3, 4, 1, NetworkVariant.Tutorial, subwordCount: 40);
        ElmanModel.Create(
            RandomModel.Parameters(shape, seed: 1), new Vocabulary(["<UNK>", "oslo", "to"]), new LabelSet(["O", "X"]))
            .Save(_model);
        File.WriteAllText(_folder.File("words.txt"), "rome\nlima oslo\n");

        CliRun.Succeed("patch", _model, "--words", _folder.File("words.txt"), "--out", _patched);

        Assert.Equal(["<UNK>", "oslo", "to", "rome", "lima"], ElmanModel.Load(_patched).Vocabulary!);
        Assert.Contains("rome, lima (oslo); fingerprint", CliRun.Succeed("info", _patched), StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_of_sentences_without_new_words_stay()
    {
        CliRun.Of("patch", _model, "--like", "rome", "oslo", "--out", _patched);
        const string text = "flights from Oslo to Rome, 17\nto paris\n";

        Assert.Equal(
            CliRun.SucceedWithInput(text.Replace("Rome", "xyz", StringComparison.Ordinal), "tag", _model),
            CliRun.SucceedWithInput(text.Replace("Rome", "xyz", StringComparison.Ordinal), "tag", _patched));
        Assert.Equal(
            Labels(CliRun.SucceedWithInput("from oslo to oslo\n", "tag", _patched, "--sentences")),
            Labels(CliRun.SucceedWithInput("from rome to ROME\n", "tag", _patched, "--sentences")));
    }

    [Fact]
    public void A_file_names_many_words()
    {
        var words = _folder.File("words.txt");
        File.WriteAllText(words, "rome oslo\n\nvia\tfrom to\n");

        var run = CliRun.Of("patch", _model, "--words", words, "--like", "lima", "oslo", "--out", _patched);

        Assert.Equal((0, $"wrote {_patched}: 3 of 9 words are new\n"), (run.ExitCode, run.Error));
        Assert.Equal(["lima", "rome", "via"], ElmanModel.Load(_patched).Vocabulary!.Skip(6));
    }

    [Fact]
    public void Without_out_the_file_of_the_model_is_replaced()
    {
        var run = CliRun.Of("patch", _model, "--like", "rome", "oslo");

        Assert.Equal((0, $"wrote {_model}: 1 of 7 words are new\n"), (run.ExitCode, run.Error));
        Assert.True(ElmanModel.Load(_model).Vocabulary!.Contains("rome"));
    }

    [Fact]
    public void Info_shows_every_patch()
    {
        var before = ElmanModel.Load(_model).Fingerprint;
        Assert.DoesNotContain("patch", CliRun.Succeed("info", _model), StringComparison.Ordinal);
        Assert.Equal(0, PatchesOf(_model).GetArrayLength());
        CliRun.Of("patch", _model, "--like", "rome", "OSLO,<UNK>");
        var between = ElmanModel.Load(_model).Fingerprint;
        CliRun.Of("patch", _model, "--like", "via", "rome");

        var today = DateOnly.FromDateTime(DateTime.UtcNow).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var lines = CliRun.Succeed("info", _model).Split('\n');
        Assert.Equal(
            [
                $"patch {today}  rome (oslo, <UNK>); fingerprint before {before}",
                $"patch {today}  via (rome); fingerprint before {between}",
            ],
            lines.Where(line => line.StartsWith("patch", StringComparison.Ordinal)));
        var patch = PatchesOf(_model)[0];
        Assert.Equal(today, patch.GetProperty("date").GetString());
        Assert.Equal(before, patch.GetProperty("fingerprintBefore").GetString());
        var word = patch.GetProperty("words")[0];
        Assert.Equal("rome", word.GetProperty("word").GetString());
        Assert.Equal(
            ["oslo", "<UNK>"],
            word.GetProperty("neighbours").EnumerateArray().Select(neighbour => neighbour.GetString()));
    }

    [Fact]
    public void Info_names_ten_words_of_a_patch()
    {
        var words = _folder.File("words.txt");
        File.WriteAllLines(words, Enumerable.Range(0, 12).Select(i => $"city{(char)('a' + i)} oslo"));
        CliRun.Of("patch", _model, "--words", words);

        Assert.Contains(
            "cityj (oslo) and 2 more; fingerprint", CliRun.Succeed("info", _model), StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluation_shows_both_models_side_by_side()
    {
        var corpus = _folder.File("test.txt");
        File.WriteAllText(corpus, "from O\nrome B-city\nto O\nlima B-city\n\nto O\noslo B-city\n");

        var output = CliRun.Of("patch", _model, "--like", "rome", "oslo", "--out", _patched, "--evaluate", corpus);

        Assert.Equal(0, output.ExitCode);
        string[] rows = ["unknown words", "precision", "recall", "F1"];
        var lines = output.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(
            "unknown words of 6, and conlleval's figures in percent, before and after", lines[0]);
        Assert.Equal(rows, lines.Skip(2).Select(line => line[..13].TrimEnd()));
        Assert.Equal(["2", "1"], Cells(lines[2]));
        Assert.Equal([F1(_model, corpus), F1(_patched, corpus)], Cells(lines[5]));
    }

    [Fact]
    public void Where_no_word_stands_for_unknown_ones_there_are_no_figures_before()
    {
        string[] words = ["from", "oslo", "to", "the", "at", "on"];
        ElmanModel.Create(SampleModel.Parameters(), new Vocabulary(words), new LabelSet(SampleModel.Labels))
            .Save(_model);
        var corpus = _folder.File("test.txt");
        File.WriteAllText(corpus, "from O\nrome B-city\n");

        var lines = CliRun.Of("patch", _model, "--like", "rome", "oslo", "--evaluate", corpus).Output.Split('\n');

        Assert.Equal(["1", "0"], Cells(lines[2]));
        Assert.Equal(["-", F1(_model, corpus)], Cells(lines[5]));
    }

    [Theory]
    [InlineData("--like rome", "--like rome: it has two values")]
    [InlineData("--like rome oslo to", "--like rome oslo to: it has two values")]
    [InlineData("--like rome oslo,", "--like rome oslo,: a neighbour is empty")]
    [InlineData("--like rome ,", "a neighbour is empty")]
    [InlineData("", "there are no words to add: name them with --like or --words")]
    [InlineData("--like rome oslo --set valid", "--set is about a corpus: it needs --evaluate")]
    [InlineData("--like rome oslo --decoding iob", "--decoding is about a corpus: it needs --evaluate")]
    [InlineData("--like rome oslo --encoding latin1", "--encoding is about a corpus: it needs --evaluate")]
    public void A_wrong_call_is_wrong_usage(string options, string reason)
    {
        Assert.Contains(reason, Misuse(options), StringComparison.Ordinal);
        Assert.Equal(_before, File.ReadAllBytes(_model));
    }

    [Theory]
    [InlineData("--like oslo to", "--like oslo: the model knows the word \"oslo\" already")]
    [InlineData("--like Oslo to", "--like Oslo: the model knows the word \"Oslo\" already (found \"oslo\")")]
    [InlineData("--like rome lima", "--like rome: the model does not know the word \"lima\"")]
    [InlineData("--like rome oslo --like rome to", "--like rome: the word \"rome\" is given twice")]
    [InlineData("--like rome, oslo", "is not one token of the model's tokenizer (expected one token, found \"rome\")")]
    [InlineData("--like Rome oslo", "(expected \"rome\")")]
    [InlineData("--like 7 oslo", "(expected \"DIGIT\")")]
    [InlineData("--like <UNK> oslo", "--like <UNK>: <UNK> stands for all words")]
    public void A_word_that_cannot_be_added_is_refused_and_nothing_is_written(string options, string reason)
    {
        Assert.Contains(reason, Fail(options), StringComparison.Ordinal);
        Assert.Equal(_before, File.ReadAllBytes(_model));
    }

    [Theory]
    [InlineData("rome oslo\nlima\n", "words.txt: line 2: the word \"lima\" has no neighbours")]
    [InlineData("rome oslo\n\nlima paris\n", "words.txt: line 3: the model does not know the word \"paris\"")]
    [InlineData("\n", "words.txt: there are no words to add")]
    public void A_file_that_cannot_be_added_is_refused_by_its_line(string text, string reason)
    {
        File.WriteAllText(_folder.File("words.txt"), text);

        Assert.Contains(reason, Fail($"--words {_folder.File("words.txt")}"), StringComparison.Ordinal);
        Assert.Equal(_before, File.ReadAllBytes(_model));
    }

    [Fact]
    public void A_target_that_is_read_too_or_is_no_model_is_refused()
    {
        var words = _folder.File("words.safetensors");
        File.WriteAllText(words, "rome oslo\n");
        var link = _folder.File("link.safetensors");
        File.CreateSymbolicLink(link, _model);

        Assert.Contains(
            "this is the same file as MODEL", Misuse($"--like rome oslo --out {_model}"), StringComparison.Ordinal);
        Assert.Contains(
            "this is the same file as MODEL", Misuse($"--like rome oslo --out {link}"), StringComparison.Ordinal);
        Assert.Contains(
            "this is the same file as --words", Misuse($"--words {words} --out {words}"), StringComparison.Ordinal);
        Assert.Contains(
            "only a .safetensors file of the runtime holds words",
            Misuse($"--like rome oslo --out {_folder.File("dump.npz")}"),
            StringComparison.Ordinal);
        Assert.Contains(
            "there is no folder",
            Fail($"--like rome oslo --out {_folder.File("nowhere/m.safetensors")}"),
            StringComparison.Ordinal);
        Assert.Equal(_before, File.ReadAllBytes(_model));
    }

    [Fact]
    public void A_corpus_that_cannot_be_read_leaves_the_model_as_it_was()
    {
        var corpus = _folder.File("test.txt");
        File.WriteAllText(corpus, "from O\nrome\n");

        Fail($"--like rome oslo --evaluate {corpus}");

        Assert.Equal(_before, File.ReadAllBytes(_model));
    }

    [Fact]
    public void A_model_without_words_is_refused()
    {
        var dump = _folder.File("dump");
        CliRun.Of("convert", _model, dump, "--drop-names");

        Assert.Contains(
            "dump: the model has no words: convert it with --words and --labels",
            CliRun.Fail("patch", dump, "--like", "rome", "oslo", "--out", _patched),
            StringComparison.Ordinal);
        Assert.Contains(
            "name one with --out",
            CliRun.Misuse("patch", dump, "--like", "rome", "oslo"),
            StringComparison.Ordinal);
        Assert.False(File.Exists(_patched));
    }

    [Fact]
    public void The_example_of_the_guide_prints_what_it_shows()
    {
        var guide = File.ReadAllText(Path.Combine(RepositoryRoot.Folder, "docs", "guide", "patching.md"));
        var corpus = guide.Split("`new.txt`:\n")[1].Split("One call")[0].Replace("    ", "", StringComparison.Ordinal);
        File.WriteAllText(_folder.File("new.txt"), corpus);

        var run = CliRun.Of(
            "patch", Path.Combine(RepositoryRoot.Folder, "samples", "flights.safetensors"), "--out", _patched,
            "--evaluate", _folder.File("new.txt"),
            "--like", "norwegian", "finnair,iberia,icelandair", "--like", "august", "june,july,september");

        Assert.Equal((0, $"wrote {_patched}: 2 of 399 words are new\n"), (run.ExitCode, run.Error));
        Assert.All(
            run.Output.TrimEnd('\n').Split('\n').Append("    --like norwegian finnair,iberia,icelandair "),
            line => Assert.Contains($"\n    {line}", guide, StringComparison.Ordinal));
        var info = CliRun.Succeed("info", _patched).Split('\n').Single(
            line => line.StartsWith("patch ", StringComparison.Ordinal));
        Assert.Contains(info[18..].Split(" before ")[0], guide, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_the_tutorial_is_patched()
    {
        var fold = SharedData.PathOf("atis", "atis.fold1.pkl.gz");
        var dump = SharedData.PathOf("golden", "atis-trained-100", "params");
        CliRun.Of("convert", dump, _model, "--vocabulary", fold);

        var run = CliRun.Of("patch", _model, "--like", "lisbon", "boston,denver", "--evaluate", fold);

        Assert.Equal(0, run.ExitCode);
        var model = ElmanModel.Load(_model);
        Assert.Equal((573, 572), (model.Vocabulary!.Count, model.Vocabulary.GetIndex("Lisbon")));
        var lines = run.Output.Split('\n');
        Assert.Equal(Cells(lines[2])[0], Cells(lines[2])[1]);
        Assert.Equal(Cells(lines[5])[0], Cells(lines[5])[1]);
        Assert.True(double.Parse(Cells(lines[5])[0], CultureInfo.InvariantCulture) > 90);
    }

    private static JsonElement PatchesOf(string model) =>
        JsonDocument.Parse(CliRun.Succeed("info", model, "--json")).RootElement.GetProperty("patches");

    private static string[] Cells(string row) => row[13..].Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Labels(string tagged) =>
        [.. tagged.TrimEnd('\n').Split('\n').Select(line => line.Split('\t')[^1])];

    private static string F1(string model, string corpus) =>
        CliRun.Succeed("evaluate", model, corpus).Split('\n')[1].Split("FB1:")[1].Trim();

    private string Misuse(string options) => CliRun.Misuse(Arguments(options));

    private string Fail(string options) => CliRun.Fail(Arguments(options));

    private string[] Arguments(string options) =>
        ["patch", _model, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
