using System.Buffers;

namespace FastElman.Cli.Terminal;

/// <summary>The command as text that a POSIX shell reads as the same arguments.</summary>
internal static class CommandText
{
    private const string Name = "fastelman";

    /// <summary>What no shell gives a meaning to.</summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:,=+@%");

    /// <summary>
    /// The name of the command and its arguments with blanks between them. Arguments with other characters than
    /// letters, digits and a few signs are quoted.
    /// </summary>
    public static string Of(IEnumerable<string> arguments) => string.Join(' ', [Name, .. arguments.Select(Quote)]);

    private static string Quote(string argument) =>
        argument.Length > 0 && !argument.AsSpan().ContainsAnyExcept(Plain)
            ? argument
            : $"'{argument.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
