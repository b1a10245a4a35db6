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

    /// <summary>Tells what is without effect on a corpus.</summary>
    /// <param name="idle">A phrase for each option.</param>
    /// <param name="error">Standard error.</param>
    public static void NoteIdle(IReadOnlyList<string> idle, TextWriter error)
    {
        foreach (var phrase in idle)
        {
            error.WriteLine($"note: {phrase}");
        }
    }
}
