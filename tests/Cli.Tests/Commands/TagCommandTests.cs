using System.Text;
using FastElman.Fixtures;
using FastElman.Interop;
using FastElman.Interop.Numpy;
using FastElman.Interop.Theano;

namespace FastElman.Cli.Tests.Commands;

public sealed class TagCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public TagCommandTests() => _model = SampleModel.SaveIn(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_word_a_line_gives_a_word_and_its_label_a_line() =>
        Assert.Equal(
            $"{Tagged("flights to oslo")}\n{Tagged("from oslo")}",
            CliRun.SucceedWithInput("flights\nto\noslo\n\n\nfrom\noslo\n", "tag", _model));

    [Fact]
    public void Of_columns_the_first_is_the_word() =>
        Assert.Equal(
            Tagged("flights to oslo"),
            CliRun.SucceedWithInput("flights\tNN\tO\nto\tIN\tO\noslo\tNN\tB-city\n\n", "tag", _model));

    [Fact]
    public void Unknown_words_keep_their_form() =>
        Assert.Equal(
            $"{Tagged("Flights FROM nowhere 42")}\n\n{Tagged("to oslo")}",
            CliRun.SucceedWithInput("  Flights FROM nowhere   42\n\nto oslo", "tag", _model, "--sentences"));

    [Fact]
    public void Indices_give_indices_line_for_line() =>
        Assert.Equal(
            $"{Indices(2, 5, 4)}\n\n{Indices(-1, 6)}\n",
            CliRun.SucceedWithInput("2 5 4\n\n-1 6\n", "tag", _model, "--ids"));

    [Fact]
    public void A_file_is_read_as_standard_input_is()
    {
        var file = _folder.Write("words.txt", "flights\nto\noslo\n");

        Assert.Equal(Tagged("flights to oslo"), CliRun.Succeed("tag", _model, file));
        Assert.Equal(Tagged("flights to oslo"), CliRun.SucceedWithInput("flights\nto\noslo\n", "tag", _model, "-"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    public void No_sentence_gives_no_output(string input) =>
        Assert.Equal(string.Empty, CliRun.SucceedWithInput(input, "tag", _model));

    /// <summary>A blank line stands between two answers, so an empty one shows as one blank line more.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("to oslo\n", "to oslo")]
    [InlineData("\n\n", "|")]
    [InlineData("to oslo\n\nfrom oslo\n", "to oslo||from oslo")]
    [InlineData("\nto oslo\n\n", "|to oslo|")]
    [InlineData("to oslo\n...\nfrom oslo", "to oslo||from oslo")]
    public void Every_line_of_text_has_an_answer_and_an_empty_one_an_empty_answer(string input, string answers) =>
        Assert.Equal(
            string.Join('\n', answers.Split('|').Select(Tagged)),
            CliRun.SucceedWithInput(input, "tag", _model, "--sentences"));

    [Fact]
    public void Text_is_divided_by_the_models_tokenizer()
    {
        Assert.Equal(
            Tagged("Flights to Oslo from OSLO"),
            CliRun.SucceedWithInput("Flights to (Oslo), from OSLO?!", "tag", _model, "--sentences"));

        var whole = _folder.File("whole.safetensors");
        ElmanModel.Create(
            SampleModel.Parameters(), new Vocabulary(SampleModel.Words), new LabelSet(SampleModel.Labels),
            tokenizer: TokenizerKind.WhiteSpace).Save(whole);
        Assert.Matches(
            @"^to\t\S+\n\(Oslo\),\t\S+\n$", CliRun.SucceedWithInput("to (Oslo),", "tag", whole, "--sentences"));
    }

    [Fact]
    public void Probabilities_of_all_words_stand_in_order()
    {
        var target = _folder.File("p.npy");

        CliRun.SucceedWithInput("2 5 4\n\n3 4\n", "tag", _model, "--ids", "--probabilities", target);

        var array = NpyReader.Read(target);
        Assert.Equal([5, SampleModel.Labels.Length], array.Shape);
        Assert.Equal([.. Probabilities(2, 5, 4), .. Probabilities(3, 4)], array.Values);
    }

    [Fact]
    public void Probabilities_of_no_words_are_an_array_without_rows()
    {
        var target = _folder.File("p.npy");

        CliRun.Succeed("tag", _model, "--ids", "--probabilities", target);

        Assert.Equal([0, SampleModel.Labels.Length], NpyReader.Read(target).Shape);
    }

    [Theory]
    [InlineData("2 7")]
    [InlineData("-2")]
    [InlineData("x")]
    [InlineData("99999999999")]
    public void A_bad_index_is_named_with_its_line_and_no_file_is_left(string line)
    {
        var target = _folder.File("p.npy");
        var input = _folder.Write("in.ids", $"\n{line}\n");

        var run = CliRun.Of("tag", _model, input, "--ids", "--probabilities", target);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("in.ids", run.Error, StringComparison.Ordinal);
        Assert.Contains("line 2", run.Error, StringComparison.Ordinal);
        Assert.Equal(
            ["in.ids", "model.safetensors"],
            Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_dump_without_words_tags_indices_and_nothing_else()
    {
        var dump = _folder.File("dump");
        DumpWriter.Write(SampleModel.Parameters(), dump, TheanoDialect.Rnnslu);

        Assert.Equal($"{Indices(2, 5, 4)}\n", CliRun.SucceedWithInput("2 5 4", "tag", dump, "--ids"));
        Assert.Contains(
            "--vocabulary", CliRun.FailWithInput("to oslo", "tag", dump, "--sentences"), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_a_named_encoding_is_read()
    {
        var file = _folder.Write("words.txt", (ReadOnlySpan<byte>)[.. "to\nk"u8, 0xF6, .. "ln\n"u8]);

        Assert.Matches("^to\t\\S+\nköln\t\\S+\n$", CliRun.Succeed("tag", _model, file, "--encoding", "latin-1"));
        byte[] utf16 = [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("köln")];
        Assert.Matches("^köln\t", CliRun.Succeed("tag", _model, _folder.Write("k.txt", utf16), "--sentences"));
        Assert.Contains(
            "did you mean latin1?",
            CliRun.Misuse("tag", _model, file, "--encoding", "latin11"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Comments_are_left_out_and_remarked_once()
    {
        var run = CliRun.WithInput("# id 1 x\nto\noslo\n\n# id 2 x\nto\noslo\n", "tag", _model);

        Assert.Equal($"{Tagged("to oslo")}\n{Tagged("to oslo")}", run.Output);
        Assert.Equal("note: lines that begin with # before a sentence are comments, which are left out\n", run.Error);
    }

    [Theory]
    [InlineData("oslo\n\nto\nzzz\n", "line 4")]
    [InlineData("oslo\nto zzz\n", "line 2", "--sentences")]
    public void A_word_that_the_model_cannot_take_is_named_with_its_line(
        string input, string line, params string[] options)
    {
        var model = _folder.File("closed.safetensors");
        ElmanModel.Create(
            SampleModel.Parameters(),
            new Vocabulary(["DIGIT", .. SampleModel.Words[1..]]),
            new LabelSet(SampleModel.Labels)).Save(model);

        var run = CliRun.WithInput(input, ["tag", model, .. options]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            $"standard input: {line}: the word \"zzz\" is not in the vocabulary, which has no <UNK>", run.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_no_file_to_read_or_to_write()
    {
        Assert.Contains("this is a folder", CliRun.Fail("tag", _model, _folder.Path), StringComparison.Ordinal);
        Assert.Contains(
            "a folder is where the file has to be",
            CliRun.FailWithInput("to\n", "tag", _model, "--probabilities", _folder.Path),
            StringComparison.Ordinal);
        Assert.Contains("this is a folder", CliRun.Fail("score", _folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_forms_of_input_are_wrong_usage() => CliRun.Misuse("tag", _model, "--ids", "--sentences");

    [Fact]
    public void Text_that_is_not_utf8_is_an_error_of_its_line()
    {
        var file = _folder.Write("words.txt", (ReadOnlySpan<byte>)[(byte)'a', (byte)'\n', 0xFF, (byte)'\n']);

        Assert.Contains("line 2", CliRun.Fail("tag", _model, file), StringComparison.Ordinal);
    }

    [Fact]
    public void The_reference_model_finds_the_cities_and_the_day()
    {
        var model = _folder.File("atis.safetensors");
        CliRun.Succeed(
            "convert", SharedData.PathOf("golden", "atis-trained-100", "params"), model,
            "--vocabulary", SharedData.PathOf("atis", "atis.fold1.pkl.gz"));

        Assert.Equal(
            "show\tO\nme\tO\nflights\tO\nfrom\tO\nboston\tB-fromloc.city_name\nto\tO\nnew\tB-toloc.city_name\n"
                + "york\tI-toloc.city_name\non\tO\nmonday\tB-depart_date.day_name\n",
            CliRun.SucceedWithInput("show me flights from boston to new york on monday", "tag", model, "--sentences"));
    }

    private static string Tagged(string sentence) =>
        string.Concat(new Tagger(SampleModel.Create().Compile()).TagSentence(sentence)
            .Select(word => $"{word.Word}\t{word.Label}\n"));

    private static string Indices(params int[] words)
    {
        var labels = new int[words.Length];
        new Tagger(SampleModel.Create().Compile()).Tag(words, labels);
        return string.Join(' ', labels);
    }

    private static float[] Probabilities(params int[] words)
    {
        var probabilities = new float[words.Length * SampleModel.Labels.Length];
        new Tagger(SampleModel.Create().Compile()).Tag(words, new int[words.Length], probabilities);
        return probabilities;
    }
}
