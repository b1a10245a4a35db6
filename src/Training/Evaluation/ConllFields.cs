using System.Text.RegularExpressions;

namespace FastElman.Training.Evaluation;

/// <summary>
/// Divides lines into fields as Perl's <c>split</c> does: empty fields at the end of a line do not count, and a match
/// without characters at the beginning of a field does not divide.
/// </summary>
internal sealed class ConllFields
{
    private const string Metacharacters = "\\^$.|?*+()[]{}";

    private readonly char _separator;
    private readonly Regex? _expression;

    /// <param name="delimiter">A regular expression; a single character and <c>\t</c> are divided by faster.</param>
    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    public ConllFields(string delimiter)
    {
        var literal = delimiter == @"\t" ? "\t" : delimiter;
        if (literal is [var separator] && !Metacharacters.Contains(separator, StringComparison.Ordinal))
        {
            _separator = separator;
        }
        else
        {
            // ECMAScript's \s, \w and \d know ASCII only, as Perl's do for bytes.
            _expression = new Regex(delimiter, RegexOptions.ECMAScript);
        }
    }

    /// <summary>Divides a line.</summary>
    /// <param name="line">The line, a character for each byte.</param>
    /// <param name="fields">
    /// The first and the two last fields; those beyond the number of fields are empty.
    /// </param>
    /// <returns>The number of fields.</returns>
    public int Split(ReadOnlySpan<char> line, out Line fields) =>
        _expression is null ? SplitAtCharacter(line, out fields) : SplitAtMatches(line.ToString(), out fields);

    private int SplitAtCharacter(ReadOnlySpan<char> line, out Line fields)
    {
        var rest = line.TrimEnd(_separator);
        fields = default;
        if (rest.IsEmpty)
        {
            return 0;
        }

        var end = rest.IndexOf(_separator);
        fields.First = end < 0 ? rest : rest[..end];
        var beforeLast = rest.LastIndexOf(_separator);
        fields.Predicted = rest[(beforeLast + 1)..];
        if (beforeLast >= 0)
        {
            fields.Gold = rest[..beforeLast];
            fields.Gold = fields.Gold[(fields.Gold.LastIndexOf(_separator) + 1)..];
        }

        return rest.Count(_separator) + 1;
    }

    private int SplitAtMatches(string line, out Line fields)
    {
        var all = new List<string>();
        var start = 0;
        for (var match = _expression!.Match(line); match.Success; match = match.NextMatch())
        {
            if (match.Length == 0 && match.Index == start)
            {
                continue;
            }

            all.Add(line[start..match.Index]);
            all.AddRange(match.Groups.Values.Skip(1).Select(group => group.Value));
            start = match.Index + match.Length;
        }

        all.Add(line[start..]);
        while (all is [.., ""])
        {
            all.RemoveAt(all.Count - 1);
        }

        fields = default;
        fields.First = all.Count > 0 ? all[0] : default;
        fields.Predicted = all.Count > 0 ? all[^1] : default;
        fields.Gold = all.Count > 1 ? all[^2] : default;
        return all.Count;
    }

    /// <summary>The fields of a line that scoring reads.</summary>
    public ref struct Line
    {
        /// <summary>The first field.</summary>
        public ReadOnlySpan<char> First;

        /// <summary>The last but one, the right label.</summary>
        public ReadOnlySpan<char> Gold;

        /// <summary>The last, the predicted label.</summary>
        public ReadOnlySpan<char> Predicted;
    }
}
