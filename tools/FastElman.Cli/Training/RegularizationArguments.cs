using System.CommandLine;
using System.Globalization;
using FastElman.Cli.Models;
using FastElman.Cli.Outputs;
using FastElman.Cli.Terminal;
using FastElman.Training;

namespace FastElman.Cli.Training;

/// <summary>The options of <c>train</c> and <c>search</c> that only the recipe <c>regularized</c> has.</summary>
internal sealed class RegularizationArguments
{
    private static readonly RegularizationOptions Defaults = new();

    private readonly Option<int?> _batch = new("--batch")
    {
        HelpName = "N",
        Description = With("Sentences of an update.", Defaults.BatchSize),
    };

    private readonly Option<double?> _words = new("--word-dropout")
    {
        HelpName = "A",
        Description = With(
            "How often a word is hidden as if it were unknown: with the probability A / (A + its count).",
            Defaults.WordDropout),
    };

    private readonly Option<double?> _inputs = Share(
        "--input-dropout",
        "The share of the values of embeddings that is left out in a sentence.",
        Defaults.InputDropout);

    private readonly Option<double?> _outputs = Share(
        "--output-dropout",
        "The share of the hidden units that is left out where labels are computed from them.",
        Defaults.OutputDropout);

    private readonly Option<double?> _averaging = Share(
        "--averaging",
        "What the model, a moving average of the parameters, keeps of itself in an update.",
        Defaults.AveragingDecay);

    private readonly Option<double?> _slots = Share(
        "--slot-replacement",
        "The share of the slots that get another value of their kind in an update.",
        Defaults.SlotReplacement);

    private readonly Option<int?> _subwords = new("--subwords")
    {
        HelpName = "N",
        Description = With(
            "Makes words of their letters too, so that unknown words are read by theirs: N vectors of n-grams, such "
            + "as 16384.",
            Defaults.Subwords),
    };

    private readonly Option<double?> _subwordDropout = Share(
        "--subword-dropout", "The share of its subwords that a word lacks in an update.", Defaults.SubwordDropout);

    private readonly Option<string[]> _teachers = new("--teacher")
    {
        HelpName = "MODEL",
        Description = "Models whose probabilities the network learns beside the labels: give it more than once.",
    };

    private readonly Option<double?> _teacherWeight = Share(
        "--teacher-weight", "The share of every word's target that is the teachers'.", Defaults.TeacherWeight);

    public RegularizationArguments()
    {
        _batch.ReadsNumber();
        _words.ReadsNumber();
        _subwords.ReadsNumber();
    }

    private Option[] All =>
    [
        _batch, _words, _inputs, _outputs, _averaging, _slots, _subwords, _subwordDropout, _teachers, _teacherWeight,
    ];

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option);
        }
    }

    /// <summary>Names the teachers as what a command reads.</summary>
    public CommandFiles AddTo(CommandFiles files, ParseResult parsed)
    {
        foreach (var teacher in parsed.GetValue(_teachers) ?? [])
        {
            files.ReadsModel(_teachers.Name, teacher);
        }

        return files;
    }

    /// <summary>Reads the options, and the models that teach.</summary>
    /// <exception cref="UsageException">
    /// One is given and the recipe is another, or two contradict each other.
    /// </exception>
    public RegularizationOptions Read(ParseResult parsed, TrainingRecipe recipe)
    {
        if (recipe != TrainingRecipe.Regularized
            && All.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } given)
        {
            throw new UsageException($"{given.Name} belongs to --recipe regularized");
        }

        var teachers = parsed.GetValue(_teachers) ?? [];
        if (teachers.Length == 0 && parsed.GetValue(_teacherWeight) is not null)
        {
            throw new UsageException($"{_teacherWeight.Name} is the weight of teachers: give {_teachers.Name} MODEL");
        }

        if (parsed.GetValue(_subwords) is null or 0 && parsed.GetValue(_subwordDropout) is not null)
        {
            throw new UsageException($"{_subwordDropout.Name} drops subwords: give {_subwords.Name} N");
        }

        return new RegularizationOptions
        {
            BatchSize = parsed.GetValue(_batch) ?? Defaults.BatchSize,
            WordDropout = parsed.GetValue(_words) ?? Defaults.WordDropout,
            InputDropout = parsed.GetValue(_inputs) ?? Defaults.InputDropout,
            OutputDropout = parsed.GetValue(_outputs) ?? Defaults.OutputDropout,
            AveragingDecay = parsed.GetValue(_averaging) ?? Defaults.AveragingDecay,
            SlotReplacement = parsed.GetValue(_slots) ?? Defaults.SlotReplacement,
            Subwords = parsed.GetValue(_subwords) ?? Defaults.Subwords,
            SubwordDropout = parsed.GetValue(_subwordDropout) ?? Defaults.SubwordDropout,
            Teachers = [.. teachers.Select(path => ModelSource.Open(path))],
            TeacherWeight = parsed.GetValue(_teacherWeight) ?? Defaults.TeacherWeight,
        };
    }

    private static Option<double?> Share(string name, string description, double byDefault)
    {
        var option = new Option<double?>(name) { HelpName = "SHARE", Description = With(description, byDefault) };
        option.ReadsNumber();
        return option;
    }

    private static string With(string description, double byDefault) => string.Create(
        CultureInfo.InvariantCulture, $"{description} [default: {byDefault}; for --recipe regularized only]");
}
