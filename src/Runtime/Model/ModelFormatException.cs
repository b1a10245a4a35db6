using FastElman.Validation;

namespace FastElman;

/// <summary>A model, dump or parameter file is malformed or does not fit. Nothing of it was used.</summary>
/// <remarks>A <see cref="FormatException"/>, because <see cref="InvalidDataException"/> is sealed.</remarks>
public sealed class ModelFormatException : FormatException
{
    /// <summary>Makes the exception; the message names everything that is given, on one line.</summary>
    /// <param name="problem">What is wrong, as a phrase without a full stop.</param>
    /// <param name="file">The file, or null where the bytes have no name.</param>
    /// <param name="tensor">The tensor, or null if the problem is not in one tensor.</param>
    /// <param name="expected">What should be there, or null.</param>
    /// <param name="found">What is there, or null.</param>
    /// <param name="innerException">The cause, or null.</param>
    public ModelFormatException(
        string problem,
        string? file = null,
        string? tensor = null,
        string? expected = null,
        string? found = null,
        Exception? innerException = null)
        : base(
            FormatProblem.Describe(
                problem, file, tensor is null ? null : $"tensor {tensor}", expected, found), innerException)
    {
        Problem = problem ?? string.Empty;
        File = file;
        Tensor = tensor;
        Expected = expected;
        Found = found;
    }

    /// <summary>What is wrong, without file and tensor.</summary>
    public string Problem { get; }

    /// <summary>The file, or null where the bytes have no name.</summary>
    public string? File { get; }

    /// <summary>The tensor, or null if the problem is not in one tensor.</summary>
    public string? Tensor { get; }

    /// <summary>What should be there, or null.</summary>
    public string? Expected { get; }

    /// <summary>What is there, or null.</summary>
    public string? Found { get; }
}
