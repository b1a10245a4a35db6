using System.Runtime.InteropServices;
using FastElman.Network;
using FastElman.Tagging;

namespace FastElman;

/// <content>The forms that take plain texts, and give slots.</content>
public sealed partial class BatchTagger
{
    /// <summary>Finds the slots of many texts: those of <see cref="Tagger.FindSlots(string)"/>.</summary>
    /// <param name="texts">The texts, such as sentences; each may be empty.</param>
    /// <returns>
    /// The slots of each text in order, with their places in characters (UTF-16 code units) of it. Slots below
    /// <see cref="CompiledModel.MinimumConfidence"/> are left out.
    /// </returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary or no labels.</exception>
    /// <exception cref="ArgumentException">
    /// A text is null, or a word is unknown and the vocabulary has no <c>&lt;UNK&gt;</c>.
    /// </exception>
    public IReadOnlyList<IReadOnlyList<Slot>> FindSlots(IReadOnlyList<string> texts) => FindSlots(texts, out _);

    /// <summary>Finds the slots of many texts, and counts their tokens and what was left out.</summary>
    /// <param name="texts">The texts, as in <see cref="FindSlots(IReadOnlyList{string})"/>.</param>
    /// <param name="statistics">Receives the counts, those of all texts together.</param>
    /// <returns>The slots of each text, as there.</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary or no labels.</exception>
    /// <exception cref="ArgumentException">
    /// A text is null, or a word is unknown and the vocabulary has no <c>&lt;UNK&gt;</c>.
    /// </exception>
    public IReadOnlyList<IReadOnlyList<Slot>> FindSlots(IReadOnlyList<string> texts, out TextStatistics statistics)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var (tokenizer, _) = Model.RequireNames();
        var workspace = _texts.Get();
        var unknownWords = _unknownTokens?.Rent();
        try
        {
            var lengths = new int[texts.Count];
            var (count, unknownCount) = (0, 0);
            for (var i = 0; i < lengths.Length; i++)
            {
                var text = texts[i] ?? throw new ArgumentException($"The text at position {i} is null.", nameof(texts));
                workspace.Reserve(checked(count + text.Length));
                lengths[i] = tokenizer.Tokenize(
                    text, workspace.Tokens.AsSpan(count), workspace.Words.AsSpan(count), out var unknown);
                if (unknownWords is not null && unknown > 0)
                {
                    _unknownTokens!.Find(
                        text,
                        workspace.Tokens.AsSpan(count, lengths[i]),
                        workspace.Words.AsSpan(count, lengths[i]),
                        unknownWords);
                }

                count += lengths[i];
                unknownCount += unknown;
            }

            var labels = workspace.Labels.AsSpan(0, count);
            var confidence = workspace.ConfidenceOf(count);
            var rescoredCount = RunChecked(
                workspace.Words.AsSpan(0, count), lengths, labels, default, confidence, unknownWords);
            var slots = Collect(
                texts, lengths, workspace.Tokens.AsSpan(0, count), labels, confidence, out var omittedCount);
            statistics = new TextStatistics
            {
                TokenCount = count,
                UnknownTokenCount = unknownCount,
                RescoredTokenCount = rescoredCount,
                OmittedSlotCount = omittedCount,
            };
            return slots;
        }
        finally
        {
            _texts.Return(workspace);
            if (unknownWords is not null)
            {
                _unknownTokens!.Return(unknownWords);
            }
        }
    }

    private List<Slot>[] Collect(
        IReadOnlyList<string> texts,
        int[] lengths,
        ReadOnlySpan<Range> tokens,
        ReadOnlySpan<int> labels,
        LabelConfidence confidence,
        out int omittedCount)
    {
        omittedCount = 0;
        var slots = new List<Slot>[lengths.Length];
        var start = 0;
        for (var i = 0; i < slots.Length; i++)
        {
            slots[i] = SlotCollector.Collect(
                Model,
                tokens.Slice(start, lengths[i]),
                labels.Slice(start, lengths[i]),
                confidence.Slice(start, lengths[i]),
                out var omitted);
            omittedCount += omitted;
            foreach (ref var slot in CollectionsMarshal.AsSpan(slots[i]))
            {
                slot = slot with { Text = texts[i][slot.Start..slot.End] };
            }

            start += lengths[i];
        }

        return slots;
    }
}
