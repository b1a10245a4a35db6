using System.Runtime.InteropServices;
using System.Text;
using FastElman.Network;
using FastElman.Tagging;

namespace FastElman;

/// <content>The forms that take plain text, and find its slots.</content>
public sealed partial class Tagger
{
    /// <summary>Finds the slots of a text.</summary>
    /// <param name="text">The text, such as a sentence; may be empty.</param>
    /// <returns>The slots in order, with their places in characters (UTF-16 code units).</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary or no labels.</exception>
    /// <exception cref="UnknownWordException">A word is unknown and there is no <c>&lt;UNK&gt;</c>.</exception>
    public IReadOnlyList<Slot> FindSlots(string text) => FindSlots(text, out _);

    /// <summary>Finds the slots of a text, and counts its tokens and what was left out.</summary>
    /// <param name="text">The text, as in <see cref="FindSlots(string)"/>.</param>
    /// <param name="statistics">Receives the counts.</param>
    /// <returns>The slots in order, with their places in characters (UTF-16 code units).</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary or no labels.</exception>
    /// <exception cref="UnknownWordException">A word is unknown and there is no <c>&lt;UNK&gt;</c>.</exception>
    public IReadOnlyList<Slot> FindSlots(string text, out TextStatistics statistics)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (tokenizer, _) = Model.RequireNames();
        var workspace = _texts.Get();
        try
        {
            workspace.Reserve(text.Length);
            var count = tokenizer.Tokenize(text, workspace.Tokens, workspace.Labels, out var unknownCount);
            var rescoredCount = TagTokens(
                text,
                workspace.Tokens.AsSpan(0, count),
                workspace.Labels.AsSpan(0, count),
                workspace.ConfidenceOf(count),
                unknownCount);
            statistics = StatisticsOf(count, unknownCount, rescoredCount);
            var slots = CollectSlots(workspace, count, ref statistics);
            foreach (ref var slot in CollectionsMarshal.AsSpan(slots))
            {
                slot = slot with { Text = text[slot.Start..slot.End] };
            }

            return slots;
        }
        finally
        {
            _texts.Return(workspace);
        }
    }

    /// <summary>Finds the slots of a UTF-8 text.</summary>
    /// <param name="utf8Text">The text, such as a sentence; may be empty, and ill-formed.</param>
    /// <returns>The slots in order, with their places in bytes.</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary or no labels.</exception>
    /// <exception cref="UnknownWordException">A word is unknown and there is no <c>&lt;UNK&gt;</c>.</exception>
    public IReadOnlyList<Slot> FindSlots(ReadOnlySpan<byte> utf8Text) => FindSlots(utf8Text, out _);

    /// <summary>Finds the slots of a UTF-8 text, and counts its tokens and what was left out.</summary>
    /// <param name="utf8Text">The text, as in <see cref="FindSlots(ReadOnlySpan{byte})"/>.</param>
    /// <param name="statistics">Receives the counts.</param>
    /// <returns>The slots in order, with their places in bytes.</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary or no labels.</exception>
    /// <exception cref="UnknownWordException">A word is unknown and there is no <c>&lt;UNK&gt;</c>.</exception>
    public IReadOnlyList<Slot> FindSlots(ReadOnlySpan<byte> utf8Text, out TextStatistics statistics)
    {
        var (tokenizer, _) = Model.RequireNames();
        var workspace = _texts.Get();
        try
        {
            workspace.Reserve(utf8Text.Length);
            var count = tokenizer.Tokenize(utf8Text, workspace.Tokens, workspace.Labels, out var unknownCount);
            var rescoredCount = TagTokens(
                utf8Text,
                workspace.Tokens.AsSpan(0, count),
                workspace.Labels.AsSpan(0, count),
                workspace.ConfidenceOf(count),
                unknownCount);
            statistics = StatisticsOf(count, unknownCount, rescoredCount);
            var slots = CollectSlots(workspace, count, ref statistics);
            foreach (ref var slot in CollectionsMarshal.AsSpan(slots))
            {
                slot = slot with { Text = TextOf(utf8Text[slot.Start..slot.End]) };
            }

            return slots;
        }
        finally
        {
            _texts.Return(workspace);
        }
    }

    /// <summary>
    /// The text of a slot. It is copied first: the decoder reads the bytes twice, and throws where another thread has
    /// changed them in between.
    /// </summary>
    private static string TextOf(ReadOnlySpan<byte> utf8)
    {
        const int ShortSlot = 256;
        var copy = utf8.Length <= ShortSlot ? stackalloc byte[ShortSlot] : new byte[utf8.Length];
        utf8.CopyTo(copy);
        return Encoding.UTF8.GetString(copy[..utf8.Length]);
    }

    /// <summary>The slots of labelled tokens; counts those that are left out.</summary>
    private List<Slot> CollectSlots(TextWorkspace workspace, int count, ref TextStatistics statistics)
    {
        var slots = SlotCollector.Collect(
            Model,
            workspace.Tokens.AsSpan(0, count),
            workspace.Labels.AsSpan(0, count),
            workspace.ConfidenceOf(count),
            out var omittedCount);
        statistics = statistics with { OmittedSlotCount = omittedCount };
        return slots;
    }
}
