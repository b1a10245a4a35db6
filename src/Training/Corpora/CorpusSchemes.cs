using FastElman.Training.Corpora.Schemes;

namespace FastElman.Training.Corpora;

/// <summary>Converts the sets of a corpus to IOB2, each from its own scheme.</summary>
internal static class CorpusSchemes
{
    /// <summary>More breaches of IOB2 than this part of the slots are remarked.</summary>
    private const double RemarkedBreaches = 0.05;

    /// <summary>
    /// The corpus with labels in IOB2. Sentences that are in IOB2 stay the same objects. Indexed sentences stay too:
    /// their labels are those of a numbering that models share.
    /// </summary>
    /// <param name="content">The sets.</param>
    /// <param name="scheme">The scheme of the first set.</param>
    /// <param name="remarks">Receives what a user should know.</param>
    public static CorpusContent ToIob2(CorpusContent content, out LabelScheme scheme, List<string> remarks)
    {
        var first = (LabelScheme?)null;
        var converted = new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>>();
        foreach (var (set, sentences) in content.Sets.OrderBy(pair => pair.Key))
        {
            // A file without sets is one list under two names, and stays one.
            var same = content.Sets.FirstOrDefault(
                pair => ReferenceEquals(pair.Value, sentences) && converted.ContainsKey(pair.Key));
            converted[set] = same.Value is null
                ? ToIob2(sentences, content.Labels, ref first, remarks)
                : converted[same.Key];
        }

        scheme = first ?? LabelScheme.Iob2;
        return content with { Sets = converted };
    }

    private static IReadOnlyList<CorpusSentence> ToIob2(
        IReadOnlyList<CorpusSentence> sentences, LabelSet? names, ref LabelScheme? first, List<string> remarks)
    {
        var isIndexed = sentences.Any(sentence => sentence.IsIndexed);
        if (isIndexed && names is null)
        {
            return sentences;
        }

        var recognition = new SchemeRecognition();
        foreach (var sentence in sentences)
        {
            recognition.Add(isIndexed ? NamesOf(sentence, names!) : sentence.Labels);
        }

        if (recognition is { StrayCount: > 0, SlotCount: > 0 })
        {
            remarks.Add(
                $"{recognition.StrayCount} labels, such as \"{recognition.FirstStray}\", are neither "
                + $"{LabelSet.Outside} nor those of a slot: conlleval may count them as slots without a name");
        }

        var scheme = recognition.Find();
        first ??= recognition.SlotCount > 0 ? scheme : null;
        if (scheme == LabelScheme.Iob2)
        {
            Remark(recognition, remarks);
            return sentences;
        }

        var name = scheme.ToString().ToUpperInvariant();
        if (isIndexed)
        {
            remarks.Add($"the labels are in the scheme {name}: decoding with IOB constraints does not suit them");
            return sentences;
        }

        remarks.Add($"the labels are in the scheme {name}: they are converted to IOB2");
        var conversion = new SchemeConversion();
        return [.. sentences.Select(
            sentence => sentence.WithLabels(conversion.Convert(sentence.Labels, LabelScheme.Iob2), scheme))];
    }

    private static void Remark(SchemeRecognition recognition, List<string> remarks)
    {
        if (recognition.BreachCount > RemarkedBreaches * recognition.SlotCount)
        {
            remarks.Add(
                $"{recognition.BreachCount} of {recognition.SlotCount} slots begin with I- instead of B-: decoding "
                + "with IOB constraints cannot produce them");
        }
    }

    private static string[] NamesOf(CorpusSentence sentence, LabelSet names)
    {
        var labels = new string[sentence.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = names[sentence.LabelIndices[i]];
        }

        return labels;
    }
}
