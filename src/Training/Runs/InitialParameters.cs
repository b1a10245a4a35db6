using FastElman.Model;

namespace FastElman.Training.Runs;

/// <summary>The parameters before the first update.</summary>
internal static class InitialParameters
{
    /// <summary>
    /// Those that the caller gives, or else those of <see cref="Create"/>. Parameters without subwords that are to be
    /// trained with them get vectors of 0: the network begins as it was.
    /// </summary>
    /// <returns>A copy that the run may keep.</returns>
    public static ElmanParameters Of(TrainingOptions options, ElmanShape shape)
    {
        if (options.InitialParameters is not { } given)
        {
            return Create(options, shape);
        }

        var parameters = new ElmanParameters(shape);
        foreach (var tensor in given.Shape.Tensors)
        {
            given[tensor].CopyTo(parameters[tensor]);
        }

        return parameters;
    }

    /// <summary>Draws them as the recipe does.</summary>
    public static ElmanParameters Create(TrainingOptions options, ElmanShape shape) =>
        options.Recipe == TrainingRecipe.Regularized
            ? ScaledInitialization.Create(shape, options.Seed)
            : ElmanParameters.Initialize(shape, options.Seed);
}
