namespace FastElman.Training.Reports;

/// <summary>A sentence with its right and its predicted labels; all four lists [n].</summary>
/// <param name="Words">The words as the corpus writes them.</param>
/// <param name="IsUnknown">Whether the model takes a word for <c>&lt;UNK&gt;</c>.</param>
/// <param name="Gold">The right labels.</param>
/// <param name="Predicted">The predicted labels.</param>
internal sealed record TaggedSentence(string[] Words, bool[] IsUnknown, string[] Gold, string[] Predicted)
{
    /// <summary>Words with another label than the right one.</summary>
    public int WrongCount { get; } = Gold.Zip(Predicted).Count(pair => pair.First != pair.Second);
}
