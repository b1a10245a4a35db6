using FastElman.Training;

namespace FastElman.Cli.Shards;

/// <summary>What <c>evaluate</c> counts in a block. Percentages are computed from the sums of all blocks.</summary>
/// <param name="Tokens">Words, with those at the boundaries of sentences.</param>
/// <param name="CorrectTokens">Those whose label is right.</param>
/// <param name="Slots">The slots that occur.</param>
internal sealed record BlockCounts(long Tokens, long CorrectTokens, IReadOnlyList<SlotCounts> Slots)
{
    public static BlockCounts Of(ConllResult result) => new(
        result.TokenCount,
        result.CorrectTokenCount,
        [
            .. result.Slots.Select(
                slot => new SlotCounts(slot.Slot, slot.CorrectCount, slot.GoldCount, slot.PredictedCount)),
        ]);

    /// <summary>The same figures as a result.</summary>
    public ConllResult ToResult() => ConllResult.Of(
        Tokens,
        CorrectTokens,
        Slots.Select(slot => new SlotScore(slot.Slot, slot.Correct, slot.Gold, slot.Predicted)));
}

/// <summary>The chunks of one slot.</summary>
/// <param name="Slot">Its name as the table shows it.</param>
/// <param name="Correct">Chunks that are both in the corpus and predicted.</param>
/// <param name="Gold">Chunks in the corpus.</param>
/// <param name="Predicted">Chunks that were predicted.</param>
internal sealed record SlotCounts(string Slot, long Correct, long Gold, long Predicted);
