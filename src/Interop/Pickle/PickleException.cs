namespace FastElman.Interop.Pickle;

/// <summary>What is wrong with a pickle. <see cref="FoldPickle"/> turns it into the exception that names the file.</summary>
internal sealed class PickleException(string problem, string? expected = null, string? found = null) : Exception(problem)
{
    public string? Expected { get; } = expected;

    public string? Found { get; } = found;
}
