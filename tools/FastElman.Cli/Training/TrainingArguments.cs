using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FastElman.Cli.Models;
using FastElman.Cli.Outputs;
using FastElman.Cli.Terminal;
using FastElman.Files;
using FastElman.Training;

namespace FastElman.Cli.Training;

/// <summary>The options of <c>train</c> that set the training.</summary>
internal sealed class TrainingArguments
{
    private static readonly TrainingOptions Defaults = new();
    private readonly RecipeOptions _recipe = new();
    private readonly Option<int> _hidden = Count("--hidden", "Units of the hidden layer.", Defaults.HiddenSize);
    private readonly Option<int> _embedding = Count(
        "--embedding", "Values in the embedding of a word.", Defaults.EmbeddingSize);
    private readonly Option<int> _window = Count(
        "--window", "Words in the window around a word; odd.", Defaults.WindowSize);
    private readonly Option<string?> _tokenizer = TokenizerOption();
    private readonly NetworkOptions _network = new();
    private readonly Option<int> _epochs = Count("--epochs", "The most passes over the training set.", Defaults.Epochs);
    private readonly DensityOption _density = new(Defaults.Density);
    private readonly Option<double?> _learningRate = new("--learning-rate")
    {
        HelpName = "RATE",
        Description = string.Create(
            CultureInfo.InvariantCulture,
            $"The learning rate of the first epoch. [default: {TrainingOptions.TutorialLearningRate} for tutorial; for "
                + $"corrected {TrainingOptions.CorrectedLearningRate}, with tanh "
                + $"{TrainingOptions.CorrectedTanhLearningRate}, with relu "
                + $"{TrainingOptions.CorrectedReluLearningRate}, with adam {TrainingOptions.AdamLearningRate}; for "
                + $"regularized {TrainingOptions.RegularizedLearningRate}]"),
    };

    private readonly Option<double?> _labelSmoothing = new("--label-smoothing")
    {
        HelpName = "PART",
        Description = string.Create(
            CultureInfo.InvariantCulture,
            $"The part of every word's target that all labels share. [default: "
                + $"{TrainingOptions.CorrectedLabelSmoothing}; tutorial has none]"),
    };

    private readonly Option<uint> _seed = new("--seed")
    {
        Description = "Decides the initial values and the order of the sentences.",
        DefaultValueFactory = _ => Defaults.Seed,
    };

    private readonly Option<string> _init = new("--init")
    {
        HelpName = "FOLDER",
        Description = "Starts from a dump or model, which brings the sizes, instead of the tutorial's initial values.",
    };

    private readonly Option<bool> _noShuffle = new("--no-shuffle")
    {
        Description = "Leaves the sentences in the order of the corpus.",
    };
    private readonly Option<long?> _sentences = new("--sentences")
    {
        HelpName = "N",
        Description = "Stops after the updates of N sentences, and takes the model of then.",
    };

    private readonly Option<bool> _final = new("--final")
    {
        Description =
            "Trains once more at the end, on the training and validation sets together and for as many epochs as the "
                + "best one had, and writes that model.",
    };

    private readonly Option<string> _checkpoint = new("--checkpoint")
    {
        HelpName = "FILE",
        Description = "Replaces FILE with the state of the run after each epoch and every ten seconds.",
    };

    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "Goes on from the checkpoint; starts from the beginning where there is none yet.",
    };

    private readonly Option<bool> _force = new("--force")
    {
        Description = "Replaces the checkpoint FILE even where it is not one of this run.",
    };

    public TrainingArguments()
    {
        _learningRate.ReadsNumber();
        _labelSmoothing.ReadsNumber();
        _seed.ReadsNumber();
        _sentences.ReadsNumber();
        Require(_window, size => size % 2 == 1, "the window has a word in its middle, so its size is odd");
        Require(
            _learningRate,
            rate => rate is null || ((float)rate > 0 && float.IsFinite((float)rate)),
            "the learning rate is a finite number above 0");
        Require(_labelSmoothing, part => part is null or (>= 0 and < 1), "it is at least 0 and below 1");
        Require(_sentences, count => count is null or >= 1, "it is at least 1");
    }

    public void AddTo(Command command)
    {
        _network.AddTo(command);
        _recipe.AddTo(command);
        _density.AddTo(command);
        Option[] others =
        [
            _hidden, _embedding, _window, _epochs, _learningRate, _labelSmoothing, _seed, _init, _noShuffle, _sentences,
            _final, _checkpoint, _resume, _force, _tokenizer,
        ];
        foreach (var option in others)
        {
            command.Add(option);
        }
    }

    /// <summary>
    /// Names the teachers, the model to start from and the checkpoint as what a command reads and writes.
    /// </summary>
    public CommandFiles AddTo(CommandFiles files, ParseResult parsed) => _recipe.AddTo(files, parsed)
        .ReadsModel(_init.Name, parsed.GetValue(_init))
        .Writes(_checkpoint.Name, parsed.GetValue(_checkpoint), isReadAgain: true);

    /// <summary>Reads the options, and the parameters to start from.</summary>
    public TrainingOptions Read(ParseResult parsed)
    {
        if (Finals(parsed) && parsed.GetValue(_sentences) is not null)
        {
            throw new UsageException(
                "--final trains as long as the best epoch took, and --sentences stops before that is known: give one");
        }

        var initial = parsed.GetValue(_init) is { } path ? ModelSource.Open(path) : null;
        if (initial is { Shape: var shape })
        {
            RequireSame(parsed, _hidden, shape.HiddenSize);
            RequireSame(parsed, _embedding, shape.EmbeddingSize);
            RequireSame(parsed, _window, shape.WindowSize);
            _network.RequireSame(parsed, initial);
        }

        var (network, activation, decoding) = _network.Read(parsed);
        var (recipe, optimizer, regularization) = _recipe.Read(parsed);
        return new TrainingOptions
        {
            Recipe = recipe,
            Regularization = regularization,
            Optimizer = optimizer,
            HiddenSize = parsed.GetValue(_hidden),
            EmbeddingSize = parsed.GetValue(_embedding),
            WindowSize = parsed.GetValue(_window),
            Network = network,
            Activation = activation,
            Decoding = initial?.Decoding ?? decoding,
            Tokenizer = parsed.GetValue(_tokenizer) is { } tokenizer
                ? VariantNames.Tokenizers.Find(tokenizer)!.Value
                : initial?.Tokenizer ?? TokenizerKind.Punctuation,
            Density = _density.Read(parsed),
            Epochs = parsed.GetValue(_epochs),
            LearningRate = parsed.GetValue(_learningRate),
            LabelSmoothing = parsed.GetValue(_labelSmoothing),
            Seed = parsed.GetValue(_seed),
            Shuffle = !parsed.GetValue(_noShuffle),
            SentenceLimit = parsed.GetValue(_sentences),
            FinalTraining = Finals(parsed),
            InitialParameters = initial?.Parameters,
            InitialNames = (initial?.Vocabulary, initial?.Labels),
            CheckpointFile = CheckpointFile(parsed),
        };
    }

    /// <summary>The embedding size where it is given; null for the default.</summary>
    public int? GivenEmbeddingSize(ParseResult parsed) =>
        parsed.GetResult(_embedding) is OptionResult { Implicit: false } ? parsed.GetValue(_embedding) : null;

    /// <summary>The file of the checkpoint, or null.</summary>
    public string? CheckpointFile(ParseResult parsed) => parsed.GetValue(_checkpoint);

    /// <summary>Whether a final training follows.</summary>
    public bool Finals(ParseResult parsed) => parsed.GetValue(_final);

    /// <summary>Whether to go on from the checkpoint.</summary>
    public bool Resumes(ParseResult parsed) => parsed.GetValue(_resume) switch
    {
        true when parsed.GetValue(_checkpoint) is null => throw new UsageException(
            "--resume goes on from a checkpoint: give --checkpoint FILE"),
        var resumes => resumes,
    };

    /// <summary>Whether a file in place of the checkpoint may be replaced, whatever it is.</summary>
    public bool Forces(ParseResult parsed)
    {
        if (!parsed.GetValue(_force))
        {
            return false;
        }

        if (CheckpointFile(parsed) is null)
        {
            throw new UsageException("--force replaces a checkpoint: give --checkpoint FILE");
        }

        return parsed.GetValue(_resume)
            ? throw new UsageException("--resume goes on from the checkpoint and --force replaces it: give one")
            : true;
    }

    private static Option<string?> TokenizerOption()
    {
        string[] names = [.. VariantNames.Tokenizers.All];
        var option = new Option<string?>("--tokenizer")
        {
            Description = "How the model divides text into words: punctuation is separated from words that the corpus "
                + "has without it, or only white space counts. [default: punctuation; with --init that of the model]",
        };
        option.AcceptsOneOfOrNone(names);
        return option;
    }

    private static Option<int> Count(string name, string description, int byDefault)
    {
        var option = NumberOption.Create(name, description, byDefault);
        Require(option, count => count >= 1, "it is at least 1");
        return option;
    }

    private static void Require<T>(Option<T> option, Func<T?, bool> isSound, string rule) =>
        option.Validators.Add(result =>
        {
            if (!IsSound(result, isSound))
            {
                result.AddError($"{option.Name} {string.Join(' ', result.Tokens)}: {rule}");
            }
        });

    private static bool IsSound<T>(OptionResult result, Func<T?, bool> isSound)
    {
        try
        {
            return isSound(result.GetValueOrDefault<T>());
        }
        catch (InvalidOperationException)
        {
            // The value cannot be parsed, which the parser reports itself.
            return true;
        }
    }

    private static void RequireSame(ParseResult parsed, Option<int> option, int found)
    {
        if (parsed.GetResult(option) is OptionResult { Implicit: false } && parsed.GetValue(option) != found)
        {
            throw new UsageException($"{option.Name} {parsed.GetValue(option)}: the parameters of --init have {found}");
        }
    }
}
