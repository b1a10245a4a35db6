using FastElman.Training.Randomness;

namespace FastElman.Training.Corpora.BuiltIn;

/// <summary>
/// A grammar that writes labelled sentences. Its rules are text, <c>name = alternative | alternative</c>, one a line or
/// continued on lines that begin with <c>|</c>. An alternative consists of
/// <list type="bullet">
/// <item>words, labelled <c>O</c>;</item>
/// <item><c>$name</c>: another rule;</item>
/// <item><c>$name/context</c>: another rule with the context in the place of each <c>@</c>;</item>
/// <item><c>slot:word</c> and <c>slot:$name</c>: the words written for it are labelled <c>B-slot I-slot ...</c>;</item>
/// <item><c>3*</c> before an alternative: it is chosen three times as often.</item>
/// </list>
/// </summary>
/// <remarks>Rules must not be recursive. They are part of the program: a mistake in them throws an exception.</remarks>
internal sealed class LabellingGrammar
{
    private readonly Dictionary<string, string[][]> _rules;

    public LabellingGrammar(string rules) =>
        _rules = rules
            .ReplaceLineEndings("\n")
            .Replace("\n|", " |", StringComparison.Ordinal)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(rule => rule.Split(" = "))
            .ToDictionary(
                rule => rule[0], rule => rule[1].Split('|').SelectMany(Weighted).ToArray(), StringComparer.Ordinal);

    /// <summary>Writes a sentence of a rule.</summary>
    public CorpusSentence Write(string rule, SplitMix64 random)
    {
        var words = new List<string>();
        var labels = new List<string>();
        Expand(rule, context: "", slot: null, random, words, labels);
        return new CorpusSentence(words, labels);
    }

    private void Expand(
        string rule, string context, string? slot, SplitMix64 random, List<string> words, List<string> labels)
    {
        var alternatives = _rules[rule];
        foreach (var symbol in alternatives[random.Below(alternatives.Length)])
        {
            var colon = symbol.IndexOf(':');
            if (colon >= 0)
            {
                var start = labels.Count;
                var inner = symbol[..colon].Replace("@", context, StringComparison.Ordinal);
                Append(symbol[(colon + 1)..], context, inner, random, words, labels);
                labels[start] = $"B{labels[start][1..]}";
            }
            else
            {
                Append(symbol, context, slot, random, words, labels);
            }
        }
    }

    private void Append(
        string symbol, string context, string? slot, SplitMix64 random, List<string> words, List<string> labels)
    {
        if (symbol[0] == '$')
        {
            var slash = symbol.IndexOf('/');
            var (rule, newContext) = slash < 0
                ? (symbol[1..], context)
                : (symbol[1..slash], symbol[(slash + 1)..]);
            Expand(rule, newContext, slot, random, words, labels);
        }
        else
        {
            words.Add(symbol);
            labels.Add(slot is null ? LabelSet.Outside : $"I-{slot}");
        }
    }

    private static IEnumerable<string[]> Weighted(string alternative)
    {
        var symbols = alternative.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return symbols is [[var weight, '*'], ..]
            ? Enumerable.Repeat(symbols[1..], weight - '0')
            : [symbols];
    }
}
