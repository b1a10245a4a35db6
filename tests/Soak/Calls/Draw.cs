namespace FastElman.Soak.Calls;

/// <summary>Random choices.</summary>
internal static class Draw
{
    public static T Of<T>(Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];

    /// <summary>A model and the number of a sentence.</summary>
    public static (KnownModel Model, int Sentence) Sentence(Random random, IReadOnlyList<KnownModel> models) =>
        (Of(random, models), random.Next(models[0].Answers.Count));

    /// <summary>True once in so many draws.</summary>
    public static bool OnceIn(Random random, int draws) => random.Next(draws) == 0;
}
