using System.Text;

namespace FastElman.Validation;

/// <summary>
/// The message of every exception about a malformed file: one line that says where, what, what should be there and what
/// is.
/// </summary>
internal static class FormatProblem
{
    /// <summary>
    /// Each part is cut by itself, so that an endless name does not push the problem out of the message.
    /// </summary>
    /// <param name="problem">What is wrong, as a phrase; null where it is unknown.</param>
    /// <param name="file">The file, or null.</param>
    /// <param name="place">Where in it, such as a tensor or a line; or null.</param>
    /// <param name="expected">What should be there, or null.</param>
    /// <param name="found">What is there, or null.</param>
    public static string Describe(string? problem, string? file, string? place, string? expected, string? found)
    {
        var message = new StringBuilder();
        if (file is not null)
        {
            message.Append(MessageText.Sanitize(file)).Append(": ");
        }

        if (place is not null)
        {
            message.Append(MessageText.Sanitize(place)).Append(": ");
        }

        message.Append(MessageText.Sanitize(problem ?? "unknown problem"));
        var difference = (expected, found) switch
        {
            (null, null) => null,
            (_, null) => $"expected {MessageText.Sanitize(expected)}",
            (null, _) => $"found {MessageText.Sanitize(found)}",
            _ => $"expected {MessageText.Sanitize(expected)}, found {MessageText.Sanitize(found)}",
        };
        if (difference is not null)
        {
            message.Append(" (").Append(difference).Append(')');
        }

        return message.ToString();
    }
}
