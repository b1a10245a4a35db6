namespace FastElman.Reference;

/// <summary>Every sequence of labels that a sentence can have.</summary>
public static class LabelSequences
{
    /// <summary>
    /// labels^words of them. Those with the lower last label come first, among these those with the lower label before
    /// it, and so on.
    /// </summary>
    public static IReadOnlyList<int[]> Of(int words, int labels)
    {
        List<int[]> sequences = [[]];
        for (var t = 0; t < words; t++)
        {
            sequences =
            [
                .. from label in Enumerable.Range(0, labels)
                   from sequence in sequences
                   select (int[])[.. sequence, label],
            ];
        }

        return sequences;
    }
}
