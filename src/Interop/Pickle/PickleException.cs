namespace FastElman.Interop.Pickle;

/// <summary>
/// A pickle is damaged or not allowed. <see cref="FoldPickle"/> turns this into the exception that names the file.
/// </summary>
internal sealed class PickleException(string problem, string? expected = null, string? found = null)
    : Exception(problem)
{
    public string? Expected { get; } = expected;

    public string? Found { get; } = found;
}
