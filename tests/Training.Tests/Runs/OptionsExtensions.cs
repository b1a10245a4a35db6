namespace FastElman.Training.Tests.Runs;

internal static class OptionsExtensions
{
    /// <summary>A copy with changes.</summary>
    public static TrainingOptions With(this TrainingOptions options, Action<TrainingOptions> change)
    {
        var copy = options.Clone();
        change(copy);
        return copy;
    }

    /// <summary>A copy with changes.</summary>
    public static SearchOptions With(this SearchOptions options, Action<SearchOptions> change)
    {
        var copy = options.Clone();
        change(copy);
        return copy;
    }
}
