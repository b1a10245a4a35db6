namespace FastElman.Training.Reports;

/// <summary>A slot, or none, and another that was predicted in its place.</summary>
/// <param name="Gold">The right slot.</param>
/// <param name="Predicted">The predicted slot.</param>
/// <param name="Count">The words of this confusion, at least 1.</param>
/// <param name="Id">A name that is unique in the page, for links.</param>
internal sealed record ConfusedPair(string Gold, string Predicted, int Count, string Id)
{
    /// <summary>All confusions among some slots, the most frequent first.</summary>
    public static IReadOnlyList<ConfusedPair> Among(IReadOnlyList<string> slots, SlotConfusion confusion) =>
    [
        .. slots
            .SelectMany((gold, row) => slots.Select((predicted, column) => new ConfusedPair(
                gold, predicted, confusion.Count(gold, predicted), $"confusion-{row + 1}-{column + 1}")))
            .Where(pair => pair.Gold != pair.Predicted && pair.Count > 0)
            .OrderByDescending(pair => pair.Count),
    ];
}
