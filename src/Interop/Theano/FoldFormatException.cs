using FastElman.Validation;

namespace FastElman.Interop;

/// <summary>
/// A file is not a fold pickle: not a pickle, damaged, or a pickle of something else. Nothing of it was used.
/// </summary>
public sealed class FoldFormatException : FormatException
{
    /// <summary>Makes the exception; the message names everything that is given, on one line.</summary>
    /// <param name="problem">What is wrong, as a phrase without a full stop.</param>
    /// <param name="file">The file, or null where the bytes have no name.</param>
    /// <param name="expected">What should be there, or null.</param>
    /// <param name="found">What is there, or null.</param>
    /// <param name="innerException">The cause, or null.</param>
    public FoldFormatException(
        string problem,
        string? file = null,
        string? expected = null,
        string? found = null,
        Exception? innerException = null)
        : base(FormatProblem.Describe(problem, file, place: null, expected, found), innerException)
    {
        Problem = problem ?? string.Empty;
        File = file;
        Expected = expected;
        Found = found;
    }

    /// <summary>What is wrong, without the file.</summary>
    public string Problem { get; }

    /// <summary>The file, or null where the bytes have no name.</summary>
    public string? File { get; }

    /// <summary>What should be there, or null.</summary>
    public string? Expected { get; }

    /// <summary>What is there, or null.</summary>
    public string? Found { get; }
}
