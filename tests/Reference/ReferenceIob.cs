namespace FastElman.Reference;

/// <summary>
/// The constraint of the IOB2 scheme (L. A. Ramshaw and M. P. Marcus, 1995, as in the CoNLL tasks): I-x stands only
/// after B-x or I-x.
/// </summary>
public static class ReferenceIob
{
    /// <summary>The transitions of a chain [labels + 1, labels], with −∞ where the scheme forbids one.</summary>
    /// <param name="transitions">Learned ones, or none.</param>
    /// <param name="labels">The names of the labels.</param>
    public static double[] Constrain(double[] transitions, LabelSet labels)
    {
        var count = labels.Count;
        double[] constrained = transitions.Length > 0 ? [.. transitions] : new double[(count + 1) * count];
        for (var before = 0; before <= count; before++)
        {
            for (var label = 0; label < count; label++)
            {
                if (!MayFollow(before == count ? "" : labels[before], labels[label]))
                {
                    constrained[(before * count) + label] = double.NegativeInfinity;
                }
            }
        }

        return constrained;
    }

    /// <summary>The label before the first one of a sentence is empty.</summary>
    private static bool MayFollow(string before, string label) =>
        !label.StartsWith("I-", StringComparison.Ordinal) || before == label || before == "B-" + label[2..];
}
