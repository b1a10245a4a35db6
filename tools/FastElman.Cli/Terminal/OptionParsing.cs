using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace FastElman.Cli.Terminal;

/// <summary>How options read their values: numbers the same in every culture, and names out of a list.</summary>
internal static class OptionParsing
{
    private const NumberStyles WholeNumber = NumberStyles.AllowLeadingSign;
    private const NumberStyles Fraction = WholeNumber | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>The longest value that the help does not divide in a terminal of 80 columns.</summary>
    private const int LongestHelpName = 28;

    /// <summary>Reads a number with a decimal point and without group separators.</summary>
    public static Option<T> ReadsNumber<T>(this Option<T> option)
        where T : struct, INumberBase<T>
    {
        option.CustomParser = result => Parse<T>(result, option.Name) ?? default;
        return option;
    }

    /// <inheritdoc cref="ReadsNumber{T}(Option{T})"/>
    public static Option<T?> ReadsNumber<T>(this Option<T?> option)
        where T : struct, INumberBase<T>
    {
        option.CustomParser = result => Parse<T>(result, option.Name);
        return option;
    }

    /// <summary>
    /// Accepts some names and nothing else. The help lists them as the value, or, where that would be wider than a
    /// column of the help, behind the description.
    /// </summary>
    public static void AcceptsOneOf(this Option<string> option, params string[] names) => AcceptOneOf(option, names);

    /// <inheritdoc cref="AcceptsOneOf"/>
    public static void AcceptsOneOfOrNone(this Option<string?> option, params string[] names) =>
        AcceptOneOf(option, names);

    private static void AcceptOneOf(Option option, string[] names)
    {
        option.HelpName = string.Join('|', names);
        if (option.HelpName.Length > LongestHelpName)
        {
            option.HelpName = "NAME";
            option.Description += $" One of {string.Join(", ", names)}.";
        }

        option.CompletionSources.Add(_ => names.Select(name => new CompletionItem(name)));
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (!names.Contains(token.Value, StringComparer.Ordinal))
                {
                    result.AddError(
                        $"{option.Name} {token.Value}: it is one of {string.Join(", ", names)}"
                            + Suggestion.For(token.Value, names));
                }
            }
        });
    }

    private static T? Parse<T>(ArgumentResult result, string name)
        where T : struct, INumberBase<T>
    {
        var text = result.Tokens[^1].Value;
        if (TryParse<T>(text, out var value))
        {
            return value;
        }

        var kind = IsWhole<T>() ? "whole number" : "number";
        result.AddError(
            Meant<T>(text) is { } meant
                ? $"{name}: {text} is no {kind} here; write {meant}"
                : $"{name}: '{text}' is no {kind}");
        return null;
    }

    /// <summary>
    /// The number that is meant where a comma stands for the decimal point, or where digits are in groups; else null.
    /// </summary>
    private static string? Meant<T>(string text)
        where T : struct, INumberBase<T>
    {
        var comma = text.LastIndexOf(',');
        var isDecimalComma = comma > text.LastIndexOf('.') && !IsWhole<T>();
        var digits = string.Concat(text.Split(isDecimalComma ? ['.', '_', ' '] : [',', '_', ' ']));
        var meant = isDecimalComma ? digits.Replace(',', '.') : digits;
        return meant != text && TryParse<T>(meant, out _) ? meant : null;
    }

    private static bool TryParse<T>(string text, out T value)
        where T : struct, INumberBase<T> =>
        T.TryParse(text, IsWhole<T>() ? WholeNumber : Fraction, CultureInfo.InvariantCulture, out value);

    private static bool IsWhole<T>() => typeof(T) != typeof(double) && typeof(T) != typeof(float);
}
