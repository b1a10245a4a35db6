namespace FastElman.Training.Reports;

/// <summary>A sentence with its right and its predicted labels; all four lists are [words].</summary>
/// <param name="Words">The words as the corpus has them.</param>
/// <param name="IsUnknown">Whether a word is <c>&lt;UNK&gt;</c> to the model.</param>
/// <param name="Gold">The right labels.</param>
/// <param name="Predicted">The predicted labels.</param>
internal sealed record TaggedSentence(string[] Words, bool[] IsUnknown, string[] Gold, string[] Predicted)
{
    /// <summary>Words whose predicted label is wrong.</summary>
    public int WrongCount { get; } = Gold.Zip(Predicted).Count(pair => pair.First != pair.Second);
}
