using FastElman.Training;

namespace FastElman.Cli.Training;

/// <summary>A setting of <c>train</c> that <c>compare</c> tries.</summary>
/// <param name="Name">The options of <c>train</c> that choose it.</param>
/// <param name="Apply">Sets it in options that are the defaults otherwise.</param>
internal sealed record ComparedSetting(string Name, Action<TrainingOptions> Apply)
{
    /// <summary>From the tutorial to what costs most, in the order of the table.</summary>
    public static IReadOnlyList<ComparedSetting> All { get; } =
    [
        new("--recipe tutorial", options => options.Recipe = TrainingRecipe.Tutorial),
        new("the defaults", _ => { }),
        new("--decoding iob", options => options.Decoding = LabelDecoding.Iob),
        new("--decoding iob --final", options =>
        {
            options.Decoding = LabelDecoding.Iob;
            options.FinalTraining = true;
        }),
        new("--decoding iob+transitions", options => options.Decoding = LabelDecoding.IobTransitions),
        new("--network bidirectional --decoding iob", options =>
        {
            options.Network = NetworkKind.Bidirectional;
            options.Decoding = LabelDecoding.Iob;
        }),
        new("--optimizer adam --decoding iob", options =>
        {
            options.Optimizer = TrainingOptimizer.Adam;
            options.Decoding = LabelDecoding.Iob;
        }),
    ];
}
