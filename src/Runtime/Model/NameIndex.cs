namespace FastElman;

/// <summary>From a list of names to the index of each: what a vocabulary and a label set share.</summary>
internal static class NameIndex
{
    /// <summary>The place of every name, ordinal; refuses null, empty and repeated names.</summary>
    public static Dictionary<string, int> Build(string[] names, string kind, string parameterName)
    {
        var indices = new Dictionary<string, int>(names.Length, StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            if (string.IsNullOrEmpty(names[i]))
            {
                throw new ArgumentException($"The {kind} at place {i} is empty.", parameterName);
            }

            if (!indices.TryAdd(names[i], i))
            {
                throw new ArgumentException(OneLine.Of($"The {kind} \"{names[i]}\" stands twice, at places {indices[names[i]]} and {i}."), parameterName);
            }
        }

        return indices;
    }
}
