namespace FastElman.Training.Demonstration;

/// <summary>A sentence and the label of each of its words.</summary>
/// <param name="Words">The words as written: lower case, numbers in digits.</param>
/// <param name="Labels">As many labels, in the IOB notation: <c>O</c>, <c>B-slot</c>, <c>I-slot</c>.</param>
public sealed record LabelledSentence(IReadOnlyList<string> Words, IReadOnlyList<string> Labels);
