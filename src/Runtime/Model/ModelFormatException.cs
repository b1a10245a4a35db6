using System.Text;

namespace FastElman;

/// <summary>A model, dump or parameter file is not what it has to be. Nothing of it was used.</summary>
/// <remarks>A <see cref="FormatException"/>, because <see cref="InvalidDataException"/> is sealed.</remarks>
public sealed class ModelFormatException : FormatException
{
    /// <summary>Makes the exception; the message names everything that is given, on one line.</summary>
    /// <param name="problem">What is wrong, as a phrase without a full stop.</param>
    /// <param name="file">The file, or null where the bytes have no name.</param>
    /// <param name="tensor">The tensor, or null where it is the file as a whole.</param>
    /// <param name="expected">What should be there, or null.</param>
    /// <param name="found">What is there, or null.</param>
    /// <param name="innerException">What led to it, or null.</param>
    public ModelFormatException(
        string problem,
        string? file = null,
        string? tensor = null,
        string? expected = null,
        string? found = null,
        Exception? innerException = null)
        : base(Compose(problem, file, tensor, expected, found), innerException)
    {
        Problem = problem;
        File = file;
        Tensor = tensor;
        Expected = expected;
        Found = found;
    }

    /// <summary>What is wrong, without file and tensor.</summary>
    public string Problem { get; }

    /// <summary>The file, or null where the bytes have no name.</summary>
    public string? File { get; }

    /// <summary>The tensor, or null where it is the file as a whole.</summary>
    public string? Tensor { get; }

    /// <summary>What should be there, or null.</summary>
    public string? Expected { get; }

    /// <summary>What is there, or null.</summary>
    public string? Found { get; }

    /// <summary>Each part is cut by itself, so that an endless name does not push the problem out of the message.</summary>
    private static string Compose(string problem, string? file, string? tensor, string? expected, string? found)
    {
        var message = new StringBuilder();
        if (file is not null)
        {
            message.Append(OneLine.Of(file)).Append(": ");
        }

        if (tensor is not null)
        {
            message.Append("tensor ").Append(OneLine.Of(tensor)).Append(": ");
        }

        message.Append(OneLine.Of(problem));
        if (expected is not null || found is not null)
        {
            message.Append(" (expected ").Append(OneLine.Of(expected ?? "nothing"))
                .Append(", found ").Append(OneLine.Of(found ?? "nothing")).Append(')');
        }

        return message.ToString();
    }
}
