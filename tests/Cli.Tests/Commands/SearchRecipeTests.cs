using System.Text;
using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Commands;

/// <summary><c>search --recipe</c>, and the options that belong to <c>regularized</c>.</summary>
public sealed class SearchRecipeTests : IDisposable
{
    private static readonly string[] Regularized = ["--recipe", "regularized", "--batch", "3"];

    private readonly TemporaryFolder _temporary = new();
    private readonly string _corpus;
    private readonly string _folder;

    public SearchRecipeTests()
    {
        _corpus = SmallCorpus.WriteIn(_temporary);
        _folder = _temporary.File("search");
    }

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData("--recipe corrected")]
    [InlineData("--recipe tutorial")]
    [InlineData("--recipe regularized --optimizer adam")]
    [InlineData("--recipe regularized --batch 3 --word-dropout 0.5 --input-dropout 0.1 --output-dropout 0.1 "
        + "--averaging 0.9 --slot-replacement 0.5 --subwords 50 --subword-dropout 0.1 --activation tanh "
        + "--decoding iob")]
    public void The_best_settings_train_the_same_model_again(string recipe)
    {
        var options = recipe.Split(' ');

        var table = CliRun.Succeed(Arguments(options));

        AssertTrainedAgain(table, options);
    }

    [Fact]
    public void All_trials_have_the_teachers_and_the_pupils_are_trained_again()
    {
        string[] options = [.. Regularized, "--teacher", Teacher("one"), "--teacher", Teacher("other", "--seed", "2")];

        var taught = CliRun.Succeed(Arguments(options));

        AssertTrainedAgain(taught, options);
        Assert.Contains(
            "with another regularisation",
            CliRun.Fail(Arguments([.. options, "--teacher-weight", "0.9"])),
            StringComparison.Ordinal);
        Assert.Contains(
            "with another regularisation", CliRun.Fail(Arguments(options[..^2])), StringComparison.Ordinal);
        Assert.Equal(taught, CliRun.Succeed(Arguments(options)));
    }

    [Theory]
    [InlineData("--batch", "4")]
    [InlineData("--word-dropout", "0.5")]
    [InlineData("--input-dropout", "0.4")]
    [InlineData("--output-dropout", "0.5")]
    [InlineData("--averaging", "0.1")]
    [InlineData("--slot-replacement", "0.5")]
    [InlineData("--subwords", "50")]
    public void Each_option_makes_another_search(string option, string value)
    {
        CliRun.Succeed(Arguments("--recipe", "regularized"));

        Assert.Contains(
            "with another regularisation",
            CliRun.Fail(Arguments("--recipe", "regularized", option, value)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--batch", "2")]
    [InlineData("--averaging", "0.1")]
    [InlineData("--slot-replacement", "0.5")]
    [InlineData("--subwords", "50")]
    [InlineData("--teacher", "teacher.safetensors")]
    public void Other_recipes_refuse_its_options(string option, string value)
    {
        string[][] recipes = [[], ["--recipe", "corrected"], ["--recipe", "tutorial"]];

        Assert.All(recipes, recipe => Assert.StartsWith(
            $"fastelman: {option} belongs to --recipe regularized",
            CliRun.Misuse(Arguments([.. recipe, option, value])),
            StringComparison.Ordinal));
        Assert.False(Directory.Exists(_folder));
    }

    [Theory]
    [InlineData("--recipe regularized --optimizer sgd", "--recipe regularized has Adam")]
    [InlineData("--recipe tutorial --optimizer adam", "the tutorial's recipe has gradient descent only")]
    [InlineData("--recipe regularised", "did you mean regularized?")]
    [InlineData("--recipe regularized --batch 0", "BatchSize is 0: it is at least 1")]
    [InlineData("--recipe regularized --subword-dropout 0.2", "--subword-dropout drops subwords: give --subwords N")]
    [InlineData("--recipe regularized --teacher-weight 0.5", "--teacher-weight is the weight of teachers")]
    public void What_a_recipe_has_not_is_wrong_usage(string options, string expected)
    {
        Assert.Contains(expected, CliRun.Misuse(Arguments(options.Split(' '))), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder));
    }

    [Fact]
    public void Transitions_cannot_be_taught()
    {
        Assert.Contains(
            "a network that learns transitions cannot be taught",
            CliRun.Misuse(Arguments([.. Regularized, "--decoding", "transitions", "--teacher", Teacher("one")])),
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder));
    }

    [Fact]
    public void A_teacher_that_does_not_fit_is_an_error_before_the_folder_is_made()
    {
        var other = _temporary.File("other.safetensors");
        SampleModel.Create().Save(other);

        Assert.Contains(
            "teacher 1 of 1 has other labels than the corpus",
            CliRun.Fail(Arguments([.. Regularized, "--teacher", other])),
            StringComparison.Ordinal);
        Assert.Contains(
            "nobody.safetensors",
            CliRun.Fail(Arguments([.. Regularized, "--teacher", _temporary.File("nobody.safetensors")])),
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder));
    }

    /// <summary>The best model of an earlier search in the folder may teach, but in another folder.</summary>
    [Fact]
    public void A_teacher_is_not_overwritten_by_its_pupils()
    {
        CliRun.Succeed(Arguments(Regularized));
        var best = Path.Combine(_folder, "best.safetensors");
        var before = File.ReadAllBytes(best);

        Assert.Contains(
            ": this is the same file as --teacher ",
            CliRun.Misuse(Arguments([.. Regularized, "--teacher", best])),
            StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(best));
    }

    [Theory]
    [InlineData("search")]
    [InlineData("train")]
    public void Where_there_is_nothing_to_hide_words_behind_it_says_so(string command)
    {
        string[] arguments = command == "search"
            ? Arguments(Regularized)
            : ["train", _corpus, "--out", _temporary.File("model.safetensors"), "--epochs", "1", .. Regularized];
        arguments[1] = FoldWithoutUnknownWord();
        const string Note = "note: the words have no <UNK>: none is hidden behind it\n";

        Assert.Contains(Note, CliRun.Of([.. arguments, "--seed", "1"]).Error, StringComparison.Ordinal);
        if (command == "train")
        {
            Assert.DoesNotContain(
                Note, CliRun.Of([.. arguments, "--word-dropout", "0"]).Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_help_names_the_recipes_and_the_options_of_one()
    {
        var help = string.Join(
            ' ', CliRun.Succeed("search", "--help").Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

        Assert.All(
            ["--recipe", "regularized", "--batch <N>", "--subwords <N>", "--teacher <MODEL>",
                "[default: 32; for --recipe regularized only]"],
            text => Assert.Contains(text, help, StringComparison.Ordinal));
    }

    private string FoldWithoutUnknownWord()
    {
        var path = _temporary.File("fold.pkl");
        var fold = Encoding.Latin1.GetString(File.ReadAllBytes(PickleFixture.PathOf("python3-protocol4.pkl")));
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes(fold.Replace("<UNK>", "other", StringComparison.Ordinal)));
        return path;
    }

    /// <summary>Trains with the settings of the first line of the table.</summary>
    private void AssertTrainedAgain(string table, string[] options)
    {
        var lines = table.Split('\n');
        var best = lines[0].Split('\t').Zip(lines[1].Split('\t')).ToDictionary();
        var model = _temporary.File("again.safetensors");
        CliRun.Succeed(
        [
            "train", _corpus, "--out", model, "--epochs", "2", "--hidden", best["hidden"], "--embedding",
            best["embedding"], "--window", best["window"], "--learning-rate", best["learning_rate"], "--seed",
            best["seed"], .. options,
        ]);
        Assert.Equal(File.ReadAllBytes(model), File.ReadAllBytes(Path.Combine(_folder, "best.safetensors")));
    }

    private string Teacher(string name, params string[] options)
    {
        var path = _temporary.File($"{name}.safetensors");
        CliRun.Succeed(["train", _corpus, "--out", path, "--hidden", "8", "--epochs", "2", .. options]);
        return path;
    }

    private string[] Arguments(params string[] options) =>
        ["search", _corpus, "--trials", "2", "--out", _folder, "--epochs", "2", "--jobs", "2", .. options];
}
