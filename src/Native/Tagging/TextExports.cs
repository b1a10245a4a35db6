using System.Runtime.InteropServices;
using FastElman.Native.Arguments;
using FastElman.Native.Errors;
using FastElman.Native.Handles;

namespace FastElman.Native.Tagging;

/// <summary>The functions of fastelman.h that label words by name and text.</summary>
internal static unsafe class TextExports
{
    [UnmanagedCallersOnly(EntryPoint = "fe_tagger_tag_words")]
    public static int TagWords(ulong tagger, byte** words, nuint* lengths, nuint count, int* labels, float* confidence)
    {
        try
        {
            var target = HandleTable.Get<NativeTagger>(tagger);
            var names = new WordList(words, lengths, count);
            target.Model.RequireWords();
            target.Words.Tag(
                target.Tagger,
                names,
                Given.Array(labels, count),
                confidence is null ? default : Given.Array(confidence, count));
            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_tagger_tag_text")]
    public static int TagText(
        ulong tagger,
        byte* text,
        nuint length,
        Range* tokens,
        int* labels,
        float* confidence,
        nuint capacity,
        nuint* count,
        TextCounts* statistics)
    {
        try
        {
            var target = HandleTable.Get<NativeTagger>(tagger);
            Given.Result(count) = 0;
            var needed = TextTagging.Tag(
                target,
                Given.Array(text, length),
                Given.Array(tokens, capacity),
                Given.Array(labels, capacity),
                confidence is null ? default : Given.Array(confidence, capacity),
                out var counted);
            *count = (nuint)needed;
            if (needed > (int)capacity)
            {
                return Utf8Text.TooSmall(*count, capacity, "tokens");
            }

            if (statistics is not null)
            {
                Given.Result(statistics) = new TextCounts(counted);
            }

            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "fe_tagger_find_slots")]
    public static int FindSlots(
        ulong tagger, byte* text, nuint length, FoundSlot* slots, nuint capacity, nuint* count, TextCounts* statistics)
    {
        try
        {
            var target = HandleTable.Get<NativeTagger>(tagger);
            Given.Result(count) = 0;
            ReadOnlySpan<byte> utf8 = Given.Array(text, length);
            var room = Given.Array(slots, capacity);
            Given.Apart(room, utf8, nameof(slots));
            var found = TextTagging.FindSlots(target, utf8, out var counted);
            *count = (nuint)found.Count;
            if (found.Count > room.Length)
            {
                return Utf8Text.TooSmall(*count, capacity, "slots");
            }

            for (var i = 0; i < found.Count; i++)
            {
                room[i] = new FoundSlot(target.Model.SlotNames, found[i]);
            }

            if (statistics is not null)
            {
                Given.Result(statistics) = new TextCounts(counted);
            }

            return (int)Status.Ok;
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }
}
