using FastElman.Model;

namespace FastElman.Training.Runs;

/// <summary>The parameters before the first update, where the caller gives none.</summary>
internal static class InitialParameters
{
    /// <summary>Draws them as the recipe does.</summary>
    public static ElmanParameters Create(TrainingOptions options, ElmanShape shape) =>
        options.Recipe == TrainingRecipe.Regularized
            ? ScaledInitialization.Create(shape, options.Seed)
            : ElmanParameters.Initialize(shape, options.Seed);
}
