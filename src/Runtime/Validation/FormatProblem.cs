using System.Text;

namespace FastElman.Validation;

/// <summary>
/// The message of every exception about a malformed file: one line that says where, what, what should be there and what
/// is.
/// </summary>
internal static class FormatProblem
{
    /// <summary>Stands where a file has a text without characters.</summary>
    private const string NoText = "an empty text";

    /// <summary>
    /// Each part is cut by itself, so that an endless name does not push the problem out of the message.
    /// </summary>
    /// <param name="problem">What is wrong, as a phrase; null where it is unknown.</param>
    /// <param name="file">The file; null or empty where it has no name.</param>
    /// <param name="place">Where in it, such as a tensor or a line; or null.</param>
    /// <param name="expected">What should be there; null or empty where that is not known.</param>
    /// <param name="found">What is there, or null.</param>
    public static string Describe(string? problem, string? file, string? place, string? expected, string? found)
    {
        var message = new StringBuilder();
        if (!string.IsNullOrEmpty(file))
        {
            message.Append(MessageText.Sanitize(file)).Append(": ");
        }

        if (place is not null)
        {
            message.Append(place.Length > 0 ? MessageText.Sanitize(place) : NoText).Append(": ");
        }

        message.Append(MessageText.Sanitize(problem ?? "unknown problem"));
        string[] differences =
        [
            .. string.IsNullOrEmpty(expected) ? (string[])[] : [$"expected {MessageText.Sanitize(expected)}"],
            .. found is null ? (string[])[] : [$"found {(found.Length > 0 ? MessageText.Sanitize(found) : NoText)}"],
        ];
        if (differences.Length > 0)
        {
            message.Append(" (").AppendJoin(", ", differences).Append(')');
        }

        return message.ToString();
    }
}
