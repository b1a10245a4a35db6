using FastElman.Validation;

namespace FastElman;

/// <summary>The bytes are not a state from which the stream can continue. Nothing of them was used.</summary>
public sealed class StreamStateException : FormatException
{
    /// <summary>Makes the exception; the message names everything that is given, on one line.</summary>
    /// <param name="problem">What is wrong, as a phrase without a full stop.</param>
    /// <param name="expected">What should be there, or null.</param>
    /// <param name="found">What is there, or null.</param>
    public StreamStateException(string problem, string? expected = null, string? found = null)
        : base(FormatProblem.Describe(problem, file: null, place: null, expected, found))
    {
        Problem = problem ?? string.Empty;
        Expected = expected;
        Found = found;
    }

    /// <summary>What is wrong, without what was expected and found.</summary>
    public string Problem { get; }

    /// <summary>What should be there, or null.</summary>
    public string? Expected { get; }

    /// <summary>What is there, or null.</summary>
    public string? Found { get; }
}
