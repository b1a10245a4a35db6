using System.Buffers;
using FastElman.Extensions.Hosting.Serving;

namespace FastElman.Extensions.Hosting;

/// <content>The calls where somebody listens, or a shadow compares.</content>
public sealed partial class ServiceTagger
{
    private IReadOnlyList<Slot> FindSlots(ModelSnapshot current, string text)
    {
        using var call = _telemetry.Begin(current.Model, "find_slots");
        try
        {
            var slots = current.Tagger.FindSlots(text, out var statistics);
            call.Succeed();
            call.Count(statistics);
            call.CountSlots(slots);
            if (_shadow is not null && _shadow.WantsNext())
            {
                _shadow.Offer(new ShadowText(text, null, SlotPlace.Of(slots), IsOfLabels: false));
            }

            return slots;
        }
        catch (Exception e)
        {
            call.Fail(e);
            throw;
        }
    }

    private IReadOnlyList<Slot> FindSlots(ModelSnapshot current, ReadOnlySpan<byte> utf8Text)
    {
        using var call = _telemetry.Begin(current.Model, "find_slots");
        try
        {
            var slots = current.Tagger.FindSlots(utf8Text, out var statistics);
            call.Succeed();
            call.Count(statistics);
            call.CountSlots(slots);
            if (_shadow is not null && _shadow.WantsNext())
            {
                _shadow.Offer(new ShadowText(null, utf8Text.ToArray(), SlotPlace.Of(slots), IsOfLabels: false));
            }

            return slots;
        }
        catch (Exception e)
        {
            call.Fail(e);
            throw;
        }
    }

    private IReadOnlyList<IReadOnlyList<Slot>> FindSlots(ModelSnapshot current, IReadOnlyList<string> texts)
    {
        using var call = _telemetry.Begin(current.Model, "find_slots_batch");
        try
        {
            var slots = current.BatchTagger.FindSlots(texts, out var statistics);
            call.Succeed();
            call.Count(statistics);
            call.CountSlots(slots);
            for (var i = 0; i < slots.Count; i++)
            {
                if (_shadow is not null && _shadow.WantsNext())
                {
                    _shadow.Offer(new ShadowText(texts[i], null, SlotPlace.Of(slots[i]), IsOfLabels: false));
                }
            }

            return slots;
        }
        catch (Exception e)
        {
            call.Fail(e);
            throw;
        }
    }

    private int TagText(
        ModelSnapshot current, ReadOnlySpan<char> text, Span<Range> tokens, Span<int> labels, Span<float> confidence)
    {
        using var call = _telemetry.Begin(current.Model, "tag_text");
        try
        {
            var count = current.Tagger.TagText(text, tokens, labels, confidence, out var statistics);
            call.Succeed();
            call.Count(statistics);
            if (_shadow is not null && current.Model.Labels is { } labelSet && _shadow.WantsNext())
            {
                var found = SlotPlace.Of(labelSet, tokens[..count], labels[..count]);
                _shadow.Offer(new ShadowText(text.ToString(), null, found, IsOfLabels: true));
            }

            return count;
        }
        catch (Exception e)
        {
            call.Fail(e);
            throw;
        }
    }

    private TaggedWord[] TagSentence(ModelSnapshot current, string sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        if (current.Model.Labels is not { } labelSet)
        {
            // Throws what a model without labels throws.
            return current.Tagger.TagSentence(sentence);
        }

        var tokens = ArrayPool<Range>.Shared.Rent(sentence.Length);
        var labels = ArrayPool<int>.Shared.Rent(sentence.Length);
        try
        {
            var count = TagText(current, sentence, tokens, labels, confidence: default);
            return Words(sentence, tokens.AsSpan(0, count), labels.AsSpan(0, count), labelSet);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(labels);
            ArrayPool<Range>.Shared.Return(tokens);
        }
    }
}
