using System.CommandLine;
using FastElman.Cli.Outputs;
using FastElman.Cli.Terminal;
using FastElman.Training;

namespace FastElman.Cli.Training;

/// <summary>
/// The options of <c>train</c> and <c>search</c> that choose the recipe, its optimiser, and what only one recipe has.
/// </summary>
internal sealed class RecipeOptions
{
    private static readonly Dictionary<string, TrainingRecipe> Recipes = new(StringComparer.Ordinal)
    {
        ["corrected"] = TrainingRecipe.Corrected,
        ["tutorial"] = TrainingRecipe.Tutorial,
        ["regularized"] = TrainingRecipe.Regularized,
    };

    private readonly Option<string> _recipe = new("--recipe")
    {
        Description =
            "The tutorial to the letter; or what gives a better model: its slips mended, a high learning rate that "
                + "falls, smoothed labels; or what holds best on words and sentences never seen: Adam on batches, "
                + "dropout, averaged parameters.",
        DefaultValueFactory = _ => "corrected",
    };

    private readonly OptimizerOption _optimizer = new();
    private readonly RegularizationArguments _regularization = new();

    public RecipeOptions() => _recipe.AcceptsOneOf([.. Recipes.Keys]);

    public void AddTo(Command command)
    {
        command.Add(_recipe);
        _optimizer.AddTo(command);
        _regularization.AddTo(command);
    }

    /// <summary>Names the teachers as what a command reads.</summary>
    public CommandFiles AddTo(CommandFiles files, ParseResult parsed) => _regularization.AddTo(files, parsed);

    /// <summary>Reads the recipe, the optimiser, and what regularises, with the models that teach.</summary>
    /// <exception cref="UsageException">An option belongs to another recipe, or two contradict each other.</exception>
    public (TrainingRecipe Recipe, TrainingOptimizer Optimizer, RegularizationOptions Regularization) Read(
        ParseResult parsed)
    {
        var recipe = Recipes[parsed.GetRequiredValue(_recipe)];
        if (recipe == TrainingRecipe.Regularized)
        {
            _optimizer.RequireAdam(parsed);
        }

        return (recipe, _optimizer.Read(parsed), _regularization.Read(parsed, recipe));
    }

    /// <summary>Tells that no word is hidden, where there is nothing to hide it behind.</summary>
    /// <param name="lacksUnknownWord">Whether words should be hidden, and there is no word for it.</param>
    /// <param name="error">Standard error.</param>
    public static void NoteUnknownWord(bool lacksUnknownWord, TextWriter error)
    {
        if (lacksUnknownWord)
        {
            error.WriteLine($"note: the words have no {Vocabulary.UnknownWord}: none is hidden behind it");
        }
    }
}
