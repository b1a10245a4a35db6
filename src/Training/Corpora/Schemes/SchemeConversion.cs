namespace FastElman.Training.Corpora.Schemes;

/// <summary>
/// Writes the labels of a sentence in another scheme. The slots stay the same: a slot begins at B or S, and at any
/// other word in a slot behind a word that is outside, that ends a slot, or that is in a slot of another name. This is
/// how conlleval reads IOB1, IOB2 and labels that break the scheme.
/// </summary>
/// <remarks>Remembers every label seen, so that each is made once. Not synchronised: one thread at a time.</remarks>
internal sealed class SchemeConversion
{
    private readonly Dictionary<string, SchemeLabel> _parsed = new(StringComparer.Ordinal);
    private readonly Dictionary<(char Letter, string Name), string> _written = [];

    /// <summary>The labels of a sentence in another scheme; a label in no slot stays as it is.</summary>
    /// <param name="labels">[words]: in any scheme.</param>
    /// <param name="target">The scheme to write.</param>
    /// <returns>[words].</returns>
    public string[] Convert(IReadOnlyList<string> labels, LabelScheme target)
    {
        var parsed = labels.Select(Parse).ToArray();
        var converted = new string[parsed.Length];
        for (var i = 0; i < parsed.Length; i++)
        {
            var before = i > 0 ? parsed[i - 1] : default;
            var after = i + 1 < parsed.Length ? parsed[i + 1] : default;
            converted[i] = parsed[i].IsInSlot
                ? Write(
                    LetterOf(
                        target,
                        begins: parsed[i].BeginsSlot(before),
                        ends: !after.IsInSlot || after.BeginsSlot(parsed[i]),
                        followsSameName: before.IsInSlot && before.Name == parsed[i].Name),
                    parsed[i].Name)
                : labels[i];
        }

        return converted;
    }

    private static char LetterOf(LabelScheme scheme, bool begins, bool ends, bool followsSameName) => scheme switch
    {
        LabelScheme.Iob1 => begins && followsSameName ? 'B' : 'I',
        LabelScheme.Iob2 => begins ? 'B' : 'I',
        LabelScheme.Bmes => Of(begins, ends, 'M', 'E', 'S'),
        LabelScheme.Bilou => Of(begins, ends, 'I', 'L', 'U'),
        _ => Of(begins, ends, 'I', 'E', 'S'),
    };

    private static char Of(bool begins, bool ends, char inside, char end, char single) =>
        begins ? (ends ? single : 'B') : (ends ? end : inside);

    private SchemeLabel Parse(string label)
    {
        if (!_parsed.TryGetValue(label, out var parsed))
        {
            parsed = SchemeLabel.Parse(label);
            _parsed.Add(label, parsed);
        }

        return parsed;
    }

    private string Write(char letter, string name)
    {
        if (!_written.TryGetValue((letter, name), out var label))
        {
            label = $"{letter}-{name}";
            _written.Add((letter, name), label);
        }

        return label;
    }
}
