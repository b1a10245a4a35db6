using System.Text.Json;
using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Commands;

/// <summary><c>train --recipe regularized</c> and the options that only it has.</summary>
public sealed class RegularizedRecipeTests : IDisposable
{
    private static readonly string[] Small =
        ["--hidden", "16", "--embedding", "8", "--window", "3", "--epochs", "3", "--learning-rate", "0.02"];

    private readonly TemporaryFolder _folder = new();
    private readonly string _corpus;
    private readonly string _model;

    public RegularizedRecipeTests()
    {
        _corpus = SmallCorpus.WriteIn(_folder);
        _model = _folder.File("model.safetensors");
    }

    public static TheoryData<string, string> Options => new()
    {
        { "--batch", "2" },
        { "--word-dropout", "0.5" },
        { "--input-dropout", "0.4" },
        { "--output-dropout", "0.5" },
        { "--averaging", "0.1" },
        { "--slot-replacement", "0.5" },
        { "--subwords", "50" },
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_trained_model_tags_and_names_its_origin()
    {
        var run = CliRun.Of(
            "train", _corpus, "--out", _model, "--recipe", "regularized", "--hidden", "16", "--embedding", "8",
            "--window", "3", "--epochs", "150", "--learning-rate", "0.05", "--batch", "2", "--word-dropout", "0.1",
            "--input-dropout", "0", "--output-dropout", "0.1", "--averaging", "0.9");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("F1 100.00 on the validation set", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            "to\tO\nrome\tB-to\nthe\tO\n", CliRun.SucceedWithInput("to rome the\n", "tag", _model, "--sentences"));
        var info = JsonElement.Parse(CliRun.Succeed("info", _model, "--json"));
        Assert.Equal("regularized", info.GetProperty("recipe").GetString());
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void Each_option_has_an_effect(string option, string value) =>
        Assert.NotEqual(Train(_model), Train(_model, option, value));

    [Fact]
    public void What_is_not_given_is_the_librarys()
    {
        Assert.Equal(
            Train(_model),
            Train(
                _model, "--batch", "32", "--word-dropout", "1", "--input-dropout", "0.2", "--output-dropout", "0.3",
                "--averaging", "0.998", "--slot-replacement", "0", "--subwords", "0", "--optimizer", "adam",
                "--label-smoothing", "0.1"));
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void Other_recipes_refuse_its_options(string option, string value)
    {
        foreach (var recipe in (string[])["corrected", "tutorial"])
        {
            Assert.StartsWith(
                $"fastelman: {option} belongs to --recipe regularized",
                CliRun.Misuse("train", _corpus, "--out", _model, "--recipe", recipe, option, value),
                StringComparison.Ordinal);
        }

        Assert.Contains(
            option, CliRun.Misuse("train", _corpus, "--out", _model, option, value), StringComparison.Ordinal);
        Assert.False(File.Exists(_model));
    }

    [Theory]
    [InlineData("--batch", "0")]
    [InlineData("--batch", "many")]
    [InlineData("--word-dropout", "-1")]
    [InlineData("--word-dropout", "NaN")]
    [InlineData("--input-dropout", "1")]
    [InlineData("--output-dropout", "-0.1")]
    [InlineData("--averaging", "1")]
    [InlineData("--slot-replacement", "1.1")]
    [InlineData("--slot-replacement", "-1")]
    [InlineData("--subwords", "-1")]
    [InlineData("--subwords", "many")]
    public void What_cannot_be_meant_is_wrong_usage(string option, string value)
    {
        CliRun.Misuse("train", _corpus, "--out", _model, "--recipe", "regularized", option, value);

        Assert.Equal([_corpus], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void It_has_Adam_and_refuses_another_optimiser() => Assert.StartsWith(
        "fastelman: --recipe regularized has Adam",
        CliRun.Misuse("train", _corpus, "--out", _model, "--recipe", "regularized", "--optimizer", "sgd"),
        StringComparison.Ordinal);

    [Fact]
    public void A_model_with_subwords_says_so()
    {
        Train(_model, "--subwords", "50");

        var info = JsonElement.Parse(CliRun.Succeed("info", _model, "--json"));
        Assert.Equal(50 + 16, info.GetProperty("subwords").GetInt32());
    }

    /// <summary>Most words stand there once, and their endings say what they are.</summary>
    [Fact]
    public void Unknown_words_are_evaluated_by_their_letters()
    {
        string[] stems = ["brad", "colt", "dun", "elk", "fair", "gren", "hart", "iver", "jack", "kel", "lark", "mor"];
        File.WriteAllText(
            Path.Combine(_corpus, "train.txt"),
            string.Concat(stems.Select((stem, i) => i % 2 == 0
                ? $"see O\n{stem}ville B-place\n{stem}son B-person\n\n"
                : $"see O\n{stem}son B-person\n{stem}ville B-place\n\n")));
        var unseen = "see O\nnewtville B-place\nPenson B-person\n\nsee O\nPenson B-person\nnewtville B-place\n";
        File.WriteAllText(Path.Combine(_corpus, "valid.txt"), unseen);
        File.WriteAllText(Path.Combine(_corpus, "test.txt"), unseen);

        Succeed(
        [
            "train", _corpus, "--out", _model, "--recipe", "regularized", "--subwords", "500", "--hidden", "12",
            "--embedding", "8", "--window", "3", "--epochs", "40", "--learning-rate", "0.03", "--batch", "3",
            "--input-dropout", "0.05", "--averaging", "0.9",
        ]);

        Assert.Contains("FB1: 100.00", CliRun.Succeed("evaluate", _model, _corpus), StringComparison.Ordinal);
        CliRun.Succeed("evaluate", _model, _corpus, "--shard", "0/1", "--out", _folder.File("shards"));
        Assert.Contains("FB1: 100.00", CliRun.Succeed("merge", _folder.File("shards")), StringComparison.Ordinal);
    }

    [Fact]
    public void Subwords_are_dropped_where_there_are_some()
    {
        Assert.NotEqual(
            Train(_model, "--subwords", "50"), Train(_model, "--subwords", "50", "--subword-dropout", "0.5"));
        Assert.Equal(
            Train(_model, "--subwords", "50"), Train(_model, "--subwords", "50", "--subword-dropout", "0.2"));
        Assert.Contains(
            "--subword-dropout drops subwords: give --subwords N",
            CliRun.Misuse(
                "train", _corpus, "--out", _model, "--recipe", "regularized", "--subword-dropout", "0.2"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_has_subwords_gets_no_others()
    {
        Train(_model, "--subwords", "50");
        var other = _folder.File("other.safetensors");

        Assert.Contains(
            "that of --init has some",
            CliRun.Misuse(
                "train", _corpus, "--out", other, "--recipe", "regularized", "--subwords", "50", "--init", _model),
            StringComparison.Ordinal);
        Assert.False(File.Exists(other));
    }

    [Fact]
    public void A_corpus_without_slots_is_told_that_none_is_replaced()
    {
        var corpus = _folder.Write("words.txt", "the DET\ncat NOUN\n\na DET\ndog NOUN\n");

        var run = CliRun.Of(
            ["train", corpus, "--columns", "1,2", "--out", _model, "--recipe", "regularized", "--slot-replacement",
            "0.5", .. Small]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            "note: the labels make no slots: none gets another value\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Teachers_teach()
    {
        var (one, other) = (Teacher("one"), Teacher("other", "--seed", "2"));

        var taught = Train(_model, "--teacher", one);
        Assert.NotEqual(Train(_model), taught);
        Assert.Equal(taught, Train(_model, "--teacher", one, "--teacher-weight", "0.5"));
        Assert.NotEqual(taught, Train(_model, "--teacher", one, "--teacher-weight", "0.9"));
        Assert.NotEqual(taught, Train(_model, "--teacher", one, "--teacher", other));
    }

    /// <summary>An option that takes all words behind it would take the corpus.</summary>
    [Fact]
    public void The_corpus_may_stand_behind_a_teacher()
    {
        var teacher = Teacher("one");

        Succeed(["train", "--recipe", "regularized", "--teacher", teacher, _corpus, "--out", _model, .. Small]);
    }

    [Fact]
    public void A_teacher_that_is_not_there_is_an_error()
    {
        var error = CliRun.Fail(
            "train", _corpus, "--out", _model, "--recipe", "regularized", "--teacher",
            _folder.File("nobody.safetensors"));

        Assert.Contains("nobody.safetensors", error, StringComparison.Ordinal);
        Assert.False(File.Exists(_model));
    }

    [Fact]
    public void A_teacher_is_not_overwritten_by_its_pupil()
    {
        var teacher = Teacher("one");
        var before = File.ReadAllBytes(teacher);

        Assert.Contains(
            "--teacher",
            CliRun.Misuse("train", _corpus, "--out", teacher, "--recipe", "regularized", "--teacher", teacher),
            StringComparison.Ordinal);

        Assert.Equal(before, File.ReadAllBytes(teacher));
    }

    [Fact]
    public void A_teacher_with_other_labels_is_an_error() => Assert.Contains(
        "teacher 1 of 1 has other labels than the corpus",
        CliRun.Fail(
            "train", _corpus, "--out", _model, "--recipe", "regularized", "--teacher", SampleTeacher()),
        StringComparison.Ordinal);

    [Fact]
    public void The_weight_of_teachers_without_one_is_wrong_usage() => Assert.StartsWith(
        "fastelman: --teacher-weight is the weight of teachers: give --teacher MODEL",
        CliRun.Misuse("train", _corpus, "--out", _model, "--recipe", "regularized", "--teacher-weight", "0.5"),
        StringComparison.Ordinal);

    [Fact]
    public void Teachers_of_other_recipes_are_wrong_usage() => Assert.StartsWith(
        "fastelman: --teacher belongs to --recipe regularized",
        CliRun.Misuse("train", _corpus, "--out", _model, "--teacher", SampleTeacher()),
        StringComparison.Ordinal);

    [Fact]
    public void Transitions_cannot_be_taught() => Assert.Contains(
        "a network that learns transitions cannot be taught",
        CliRun.Misuse(
            "train", _corpus, "--out", _model, "--recipe", "regularized", "--decoding", "transitions", "--teacher",
            Teacher("one")),
        StringComparison.Ordinal);

    [Fact]
    public void A_run_that_was_ended_is_resumed_to_the_same_model()
    {
        var checkpoint = _folder.File("run.checkpoint");
        var whole = Train(_model, "--batch", "2");
        Train(_model, "--batch", "2", "--sentences", "7", "--checkpoint", checkpoint);

        Assert.Equal(whole, Train(_model, "--batch", "2", "--checkpoint", checkpoint, "--resume"));
        Assert.Contains(
            "with another regularisation",
            CliRun.Fail(
                ["train", _corpus, "--out", _model, "--recipe", "regularized", .. Small, "--batch", "3",
                "--checkpoint", checkpoint, "--resume"]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_help_names_the_recipe_its_options_and_their_defaults()
    {
        var help = string.Join(
            ' ', CliRun.Succeed("train", "--help").Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

        Assert.Contains("regularized", help, StringComparison.Ordinal);
        Assert.All(
            ["--batch <N>", "--word-dropout <A>", "--input-dropout <SHARE>", "--output-dropout <SHARE>",
                "--averaging <SHARE>", "--teacher <MODEL>", "--teacher-weight <SHARE>",
                "[default: 32; for --recipe regularized only]", "[default: 0.998; for --recipe regularized only]"],
            text => Assert.Contains(text, help, StringComparison.Ordinal));
    }

    private static void Succeed(string[] arguments)
    {
        var run = CliRun.Of(arguments);
        Assert.True(run.ExitCode == 0, run.Error);
    }

    /// <summary>A model of the corpus.</summary>
    private string Teacher(string name, params string[] options)
    {
        var path = _folder.File($"{name}.safetensors");
        Succeed(["train", _corpus, "--out", path, "--hidden", "8", "--epochs", "2", .. options]);
        return path;
    }

    private string SampleTeacher()
    {
        var path = _folder.File("sample.safetensors");
        SampleModel.Create().Save(path);
        return path;
    }

    private byte[] Train(string path, params string[] options)
    {
        Succeed(["train", _corpus, "--out", path, "--recipe", "regularized", .. Small, .. options]);
        return File.ReadAllBytes(path);
    }
}
