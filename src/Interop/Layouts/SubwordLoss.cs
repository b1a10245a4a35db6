namespace FastElman.Interop.Layouts;

/// <summary>What files of other programs cannot hold of a model with vectors of subwords.</summary>
internal static class SubwordLoss
{
    private const string Loss =
        "Vectors of subwords are not in the file: every word that the vocabulary does not have gets the embedding of "
        + Vocabulary.UnknownWord + ". Words that are known to come can be added before (fastelman patch).";

    /// <summary>The sentence that says it; none for a model without subwords.</summary>
    public static string[] Of(ElmanModel model) => model.Shape.SubwordCount > 0 ? [Loss] : [];
}
