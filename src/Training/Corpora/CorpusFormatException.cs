using FastElman.Validation;

namespace FastElman.Training;

/// <summary>A corpus, or a file of word vectors, is malformed or does not fit. Nothing of it was used.</summary>
public sealed class CorpusFormatException : FormatException
{
    /// <summary>Makes the exception; its message names everything that is given, on one line.</summary>
    /// <param name="problem">What is wrong, as a phrase without a full stop.</param>
    /// <param name="file">The file or folder, or null where the text has no name.</param>
    /// <param name="line">The line, counted from 1, or null where there are no lines.</param>
    /// <param name="expected">What should be there, or null.</param>
    /// <param name="found">What is there, or null.</param>
    /// <param name="innerException">The cause, or null.</param>
    public CorpusFormatException(
        string problem,
        string? file = null,
        long? line = null,
        string? expected = null,
        string? found = null,
        Exception? innerException = null)
        : base(
            FormatProblem.Describe(problem, file, line is null ? null : $"line {line}", expected, found),
            innerException)
    {
        Problem = problem;
        File = file;
        Line = line;
        Expected = expected;
        Found = found;
    }

    /// <summary>What is wrong, without file and line.</summary>
    public string Problem { get; }

    /// <summary>The file or folder, or null where the text has no name.</summary>
    public string? File { get; }

    /// <summary>The line, counted from 1, or null where there are no lines.</summary>
    public long? Line { get; }

    /// <summary>What should be there, or null.</summary>
    public string? Expected { get; }

    /// <summary>What is there, or null.</summary>
    public string? Found { get; }
}
