namespace FastElman.Fuzz.Inputs;

/// <summary>The inputs in <c>Corpus</c>, a folder for each target: those that found a fault once.</summary>
internal static class KeptInputs
{
    /// <summary>Those of a target, in the order of their names.</summary>
    public static IEnumerable<byte[]> Of(string target)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Corpus", target);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)
            : [];
    }
}
