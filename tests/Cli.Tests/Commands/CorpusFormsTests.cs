using System.Text;
using FastElman.Fixtures;
using FastElman.Training;
using FastElman.Training.Corpora.Schemes;

namespace FastElman.Cli.Tests.Commands;

/// <summary>Corpora as people have them, through <c>evaluate</c> and <c>train</c>.</summary>
public sealed class CorpusFormsTests : IClassFixture<CorpusFormsTests.TrainedModel>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TrainedModel _model;

    public CorpusFormsTests(TrainedModel model) => _model = model;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("eng.testb")]
    [InlineData("test.tsv")]
    [InlineData("test.bio")]
    [InlineData("nothing-else")]
    public void A_file_of_any_name_scores_what_its_content_says(string name) =>
        AssertPerfect(Evaluate(_folder.Write(name, TrainedModel.Columns)));

    [Fact]
    public void Standard_input_is_a_corpus()
    {
        var run = CliRun.WithInput(TrainedModel.Columns, "evaluate", _model.Path, "-");

        AssertPerfect(run);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void Comments_documents_and_intents_are_no_words()
    {
        var text = "-DOCSTART-(doc1)\tO\n\n" + TrainedModel.Columns.Replace(
            "\n\n", "\n\n# id 5239d808\tdomain=train\n", StringComparison.Ordinal);
        var run = Evaluate(_folder.Write("c.conll", text));

        AssertPerfect(run);
        Assert.Contains("note: ", run.Error, StringComparison.Ordinal);
        AssertPerfect(Evaluate(_folder.Write(
            "t.txt", TrainedModel.Columns.Replace("\n\n", "\natis_flight\n\n", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("atis.w-intent.iob")]
    [InlineData("atis.w-intent.txt")]
    public void One_sentence_a_line_is_read(string name)
    {
        var lines = TrainedModel.Sentences.Select(
            sentence =>
                $"BOS {string.Join(' ', sentence.Words)} EOS\tO {string.Join(' ', sentence.Labels)} atis_flight\n");
        var path = _folder.Write(name, string.Concat(lines));

        AssertPerfect(Evaluate(path));
        AssertPerfect(Evaluate(path, "--format", "iob-lines"));
        Assert.Equal(
            0, CliRun.Of(
                "train", path, "--out", _folder.File("m.safetensors"), "--epochs", "1", "--hidden", "3").ExitCode);
    }

    [Fact]
    public void Pairs_of_words_and_slots_are_read() =>
        AssertPerfect(Evaluate(_folder.Write("snips", string.Concat(TrainedModel.Sentences.Select(
            sentence =>
                $"{string.Join(' ', sentence.Words.Zip(sentence.Labels, (w, l) => $"{w}:{l}"))} <=> Play\n")))));

    [Fact]
    public void Other_columns_are_refused_with_the_option_that_names_them()
    {
        var labelFirst = _folder.Write("label-first.txt", Rewritten((word, label, _) => $"{label}\t{word}"));
        var message = CliRun.Fail("evaluate", _model.Path, labelFirst);

        Assert.Contains("--columns 2,1", message, StringComparison.Ordinal);
        AssertPerfect(Evaluate(labelFirst, "--columns", "2,1"));
        AssertPerfect(Evaluate(labelFirst, "--columns", "-1,1"));
        var numbered = Evaluate(_folder.Write(
            "number-first.txt", Rewritten((word, label, place) => $"{place + 1} {word} NN {label}")));
        AssertPerfect(numbered);
        Assert.Contains("numbers the words", numbered.Error, StringComparison.Ordinal);
        Assert.Contains(
            "line 2: the rows differ in their number of columns",
            CliRun.Fail("evaluate", _model.Path, _folder.Write("ragged.txt", "rome B-LOC\nin IN O\nlima NN B-LOC\n"))
                .Replace("line 1", "line 2", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("latin1")]
    [InlineData("windows-1252")]
    public void Another_encoding_has_an_option(string encoding)
    {
        var path = _folder.Write("c.txt", Encoding.Latin1.GetBytes("ännä O\n\n" + TrainedModel.Columns));

        Assert.Contains("--encoding", CliRun.Fail("evaluate", _model.Path, path), StringComparison.Ordinal);
        Assert.Equal(0, Evaluate(path, "--encoding", encoding).ExitCode);
    }

    [Theory]
    [InlineData("--columns", "0,1")]
    [InlineData("--columns", "1")]
    [InlineData("--columns", "a,b")]
    [InlineData("--encoding", "klingon")]
    [InlineData("--format", "xlsx")]
    public void Options_that_make_no_sense_are_wrong_usage(string option, string value) =>
        CliRun.Misuse("evaluate", _model.Path, _folder.Write("c.txt", TrainedModel.Columns), option, value);

    [Theory]
    [InlineData("html.pkl.gz", "<!DOCTYPE html><html><head><title>404</title></head></html>", "a web page (HTML)")]
    [InlineData("fold.pkl", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n", "git lfs pull")]
    [InlineData("fold.pkl", "(((lp0\r\ncnumpy.core.multiarray\r\n_reconstruct\r\np1\r\n", "CR LF")]
    [InlineData("corpus.txt", "{\"data\": [1]}", "this is JSON")]
    public void What_is_no_corpus_is_told_by_what_it_is(string name, string content, string expected) =>
        Assert.Contains(
            expected, CliRun.Fail("evaluate", _model.Path, _folder.Write(name, content)), StringComparison.Ordinal);

    [Fact]
    public void Iob1_is_trained_and_scored_as_well_with_constraints_as_without()
    {
        var conversion = new SchemeConversion();
        var corpus = Directory.CreateDirectory(_folder.File("corpus")).FullName;
        var text = string.Join('\n', TrainedModel.Sentences.Select(sentence => string.Concat(
            sentence.Words.Zip(
                conversion.Convert(sentence.Labels, LabelScheme.Iob1), (word, label) => $"{word} {label}\n"))));
        foreach (var set in (string[])["train", "valid", "test"])
        {
            File.WriteAllText(Path.Combine(corpus, set + ".txt"), text);
        }

        var model = _folder.File("m.safetensors");
        var scores = new List<string>();
        foreach (var decoding in (string[])["argmax", "iob"])
        {
            var run = CliRun.Of(
                "train", corpus, "--out", model, "--epochs", "15", "--hidden", "20", "--embedding", "10",
                "--decoding", decoding);
            Assert.Contains("the labels are in the scheme IOB1", run.Error, StringComparison.Ordinal);
            scores.Add(CliRun.Succeed("evaluate", model, corpus));
        }

        Assert.Contains("FB1: 100.00", scores[0], StringComparison.Ordinal);
        Assert.Equal(scores[0], scores[1]);
        Assert.Equal(scores[0], CliRun.Succeed("evaluate", model, corpus, "--decoding", "argmax"));
    }

    [Fact]
    public void Bioes_is_scored_as_conlleval_scores_it()
    {
        var conversion = new SchemeConversion();
        var text = string.Join('\n', TrainedModel.Sentences.Select(sentence => string.Concat(
            sentence.Words.Zip(
                conversion.Convert(sentence.Labels, LabelScheme.Bioes), (word, label) => $"{word} {label}\n"))));
        var lines = text.Split('\n').Select(line => line.Length == 0 ? line : $"{line} {line.Split(' ')[1]}");

        var evaluated = Evaluate(_folder.Write("c.bioes", text));

        Assert.Contains("in the scheme BIOES", evaluated.Error, StringComparison.Ordinal);
        var scored = CliRun.SucceedWithInput(string.Join('\n', lines), "score").Split('\n')[2..];
        Assert.Equal(scored, evaluated.Output.Split('\n')[2..]);
    }

    private static void AssertPerfect(CliRun run)
    {
        Assert.Equal((0, true), (run.ExitCode, run.Output.Contains("FB1: 100.00", StringComparison.Ordinal)));
        Assert.StartsWith(
            $"processed {TrainedModel.Sentences.Sum(sentence => sentence.Length + 2)} tokens ",
            run.Output,
            StringComparison.Ordinal);
    }

    private static string Rewritten(Func<string, string, int, string> row) =>
        string.Join('\n', TrainedModel.Sentences.Select(sentence => string.Concat(
            Enumerable.Range(0, sentence.Length).Select(
                place => row(sentence.Words[place], sentence.Labels[place], place) + "\n"))));

    private CliRun Evaluate(string corpus, params string[] options) =>
        CliRun.Of(["evaluate", _model.Path, corpus, .. options]);

    /// <summary>A model that has learned its small corpus by heart.</summary>
    public sealed class TrainedModel : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public TrainedModel()
        {
            Path = _folder.File("model.safetensors");
            var options = new TrainingOptions { HiddenSize = 20, EmbeddingSize = 10, Epochs = 20 };
            new TrainingRun(new Corpus(Sentences, Sentences, Sentences), options).Run().Model.Save(Path);
        }

        public static IReadOnlyList<CorpusSentence> Sentences { get; } = [.. Invent()];

        public static string Columns { get; } = string.Join('\n', Sentences.Select(sentence => string.Concat(
            sentence.Words.Zip(sentence.Labels, (word, label) => $"{word} {label}\n")))) + "\n";

        public string Path { get; }

        public void Dispose() => _folder.Dispose();

        private static IEnumerable<CorpusSentence> Invent()
        {
            string[] people = ["anna", "ben", "carl"];
            string[] places = ["rome", "lima", "oslo"];
            foreach (var person in people)
            {
                foreach (var place in places)
                {
                    yield return new CorpusSentence(
                        [person, "frida", "visits", place, "cork", "."],
                        ["B-PER", "I-PER", "O", "B-LOC", "I-LOC", "O"]);
                    yield return new CorpusSentence([person, "likes", place, "."], ["B-PER", "O", "B-LOC", "O"]);
                }
            }
        }
    }
}
