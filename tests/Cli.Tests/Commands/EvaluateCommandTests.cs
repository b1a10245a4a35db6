using FastElman.Fixtures;
using FastElman.Interop;
using FastElman.Interop.Theano;
using FastElman.Training;
using FastElman.Training.Corpora;

namespace FastElman.Cli.Tests.Commands;

public sealed class EvaluateCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FlightRequests _corpus = FlightRequests.Generate();
    private readonly string _model;

    public EvaluateCommandTests()
    {
        _model = _folder.File("demo.safetensors");
        DemoModel.Load().Save(_model);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Columns_pairs_of_files_and_indices_give_the_same_table()
    {
        var table = CliRun.Succeed("evaluate", _model, Columns());

        Assert.StartsWith(
            $"processed {_corpus.Test.Sum(sentence => sentence.Words.Count + 2)} tokens with ",
            table,
            StringComparison.Ordinal);
        Assert.Contains("     from.city: ", table, StringComparison.Ordinal);
        Assert.Equal(table, CliRun.Succeed("evaluate", _model, Pairs()));
        Assert.Equal(table, CliRun.Succeed("evaluate", _model, IndexFile()));
    }

    [Fact]
    public void Tagging_and_scoring_by_hand_give_the_same_table()
    {
        var tagged = CliRun.Succeed("tag", _model, Path.Combine(Columns(), "test.txt")).TrimEnd('\n').Split("\n\n");
        var sentences = tagged.Zip(_corpus.Test, (sentence, gold) =>
            string.Concat(
                sentence.Split('\n').Zip(
                    gold.Labels, (line, label) => $"{line.Split('\t')[0]} {label} {line.Split('\t')[1]}\n")));

        Assert.Equal(_corpus.Test.Count, tagged.Length);
        Assert.Equal(
            CliRun.Succeed("evaluate", _model, Columns()),
            CliRun.SucceedWithInput(string.Concat(sentences.Select(lines => $"BOS O O\n{lines}EOS O O\n\n")), "score"));
    }

    [Fact]
    public void The_set_can_be_chosen()
    {
        var corpus = Columns();

        Assert.StartsWith(
            $"processed {_corpus.Validation.Sum(sentence => sentence.Words.Count + 2)} ",
            CliRun.Succeed("evaluate", _model, corpus, "--set", "valid"),
            StringComparison.Ordinal);
        File.Delete(Path.Combine(corpus, "valid.txt"));
        Assert.Contains(
            "validation", CliRun.Fail("evaluate", _model, corpus, "--set", "valid"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_dump_needs_a_corpus_with_words_and_labels()
    {
        var dump = _folder.File("dump");
        DumpWriter.Write(DemoModel.Load().ExportParameters(), dump, TheanoDialect.Rnnslu);

        Assert.Contains("--vocabulary", CliRun.Fail("evaluate", dump, IndexFile()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("params", "test", "conlleval_test.txt")]
    [InlineData("params", "valid", "conlleval_valid.txt")]
    public void The_reference_model_scores_what_it_scored_under_Theano(string dump, string set, string expected)
    {
        var fold = SharedData.PathOf("atis", "atis.fold1.pkl.gz");
        var reference = SharedData.PathOf("golden", "atis-trained-100");
        var model = _folder.File("atis.safetensors");
        CliRun.Succeed("convert", Path.Combine(reference, dump), model, "--vocabulary", fold);

        var table = File.ReadAllText(Path.Combine(reference, expected));
        Assert.Equal(table, CliRun.Succeed("evaluate", model, fold, "--set", set));
        Assert.Equal(table, CliRun.Succeed("evaluate", Path.Combine(reference, dump), fold, "--set", set));
    }

    [Fact]
    public void The_reference_corpus_scores_the_same_in_columns()
    {
        var model = _folder.File("atis.safetensors");
        CliRun.Succeed(
            "convert", SharedData.PathOf("golden", "atis-trained-100", "params"), model,
            "--vocabulary", SharedData.PathOf("atis", "atis.fold1.pkl.gz"));

        Assert.Equal(
            File.ReadAllText(SharedData.PathOf("golden", "atis-trained-100", "conlleval_test.txt")),
            CliRun.Succeed("evaluate", model, SharedData.PathOf("atis")));
    }

    private string Columns()
    {
        var path = Directory.CreateDirectory(_folder.File("columns")).FullName;
        foreach (var (name, set) in Sets())
        {
            File.WriteAllText(Path.Combine(path, $"{name}.txt"), string.Concat(set.Select(sentence =>
                string.Concat(sentence.Words.Zip(sentence.Labels, (word, label) => $"{word}\t{label}\n")) + "\n")));
        }

        return path;
    }

    private string Pairs()
    {
        foreach (var (name, set) in Sets())
        {
            var path = Directory.CreateDirectory(_folder.File($"pairs/{name}")).FullName;
            File.WriteAllLines(Path.Combine(path, "seq.in"), set.Select(sentence => string.Join(' ', sentence.Words)));
            File.WriteAllLines(
                Path.Combine(path, "seq.out"), set.Select(sentence => string.Join(' ', sentence.Labels)));
        }

        return _folder.File("pairs");
    }

    private string IndexFile()
    {
        var model = DemoModel.Load();
        var lines =
            from sentence in _corpus.Test
            let words = sentence.Words.Select(word => model.Vocabulary!.GetIndex(word))
            let labels = sentence.Labels.Select(label => model.Labels!.TryGetIndex(label, out var index) ? index : -1)
            select $"{string.Join(' ', words)}\t{string.Join(' ', labels)}\n";
        return _folder.Write("test.ids", string.Concat(lines));
    }

    private (string Name, IReadOnlyList<CorpusSentence> Set)[] Sets() =>
        [("train", _corpus.Train), ("valid", _corpus.Validation), ("test", _corpus.Test)];
}
