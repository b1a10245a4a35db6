namespace FastElman.Interop.Numpy;

/// <summary>The place that every message about bad input names first.</summary>
/// <param name="File">The file, or the archive.</param>
/// <param name="Tensor">The tensor in it, or null where the file as a whole is meant.</param>
internal readonly record struct TensorLocation(string File, string? Tensor = null)
{
    /// <summary>The exception for bad input at this place; the caller throws it.</summary>
    public ModelFormatException Error(
        string problem, string? expected = null, string? found = null, Exception? cause = null) =>
        new(problem, File, Tensor, expected, found, cause);
}
