using System.Buffers;
using System.Diagnostics;
using System.Text;

namespace FastElman.Extensions.Hosting.Telemetry;

/// <summary>
/// One call that tags text, while it is measured. The time ends where the call succeeds or fails; counting comes after
/// it.
/// </summary>
internal readonly struct TaggingCall(
    ModelTelemetry telemetry, CompiledModel model, string operation, Activity? activity, long started) : IDisposable
{
    /// <summary>Ends the time of a call that went well.</summary>
    public void Succeed() => telemetry.Meter?.TagDuration.Record(
        telemetry.Time.GetElapsedTime(started).TotalSeconds, telemetry.ModelTag, OperationTag);

    /// <summary>Ends the time of a call that went wrong.</summary>
    public void Fail(Exception error)
    {
        var tag = ModelTelemetry.ErrorTag(error);
        telemetry.Meter?.TagDuration.Record(
            telemetry.Time.GetElapsedTime(started).TotalSeconds, telemetry.ModelTag, OperationTag, tag);
        activity?.SetTag(tag.Key, tag.Value);
        activity?.SetStatus(ActivityStatusCode.Error, error.GetType().Name);
    }

    /// <summary>Counts the words of a text that has not been divided yet.</summary>
    public void CountWords(ReadOnlySpan<char> text)
    {
        if (IsCounting && model.Tokenizer is { } tokenizer)
        {
            var tokens = ArrayPool<Range>.Shared.Rent(text.Length);
            CountWords(text, tokens.AsSpan(0, tokenizer.Tokenize(text, tokens)));
            ArrayPool<Range>.Shared.Return(tokens);
        }
    }

    /// <summary>Counts the words of a UTF-8 text that has not been divided yet.</summary>
    public void CountWords(ReadOnlySpan<byte> utf8Text)
    {
        if (IsCounting)
        {
            // No character takes fewer bytes than UTF-16 code units.
            var text = ArrayPool<char>.Shared.Rent(utf8Text.Length);
            CountWords(text.AsSpan(0, Encoding.UTF8.GetChars(utf8Text, text)));
            ArrayPool<char>.Shared.Return(text);
        }
    }

    /// <summary>Counts the words of a text that the model's tokenizer has divided.</summary>
    public void CountWords(ReadOnlySpan<char> text, ReadOnlySpan<Range> tokens)
    {
        activity?.SetTag(Names.WordCount, tokens.Length);
        if (telemetry.Meter is { AreWordsObserved: true } meter)
        {
            meter.Words.Add(tokens.Length, telemetry.ModelTag);
            var unknown = 0;
            foreach (var token in tokens)
            {
                unknown += model.Vocabulary!.TryGetIndex(text[token], out _) ? 0 : 1;
            }

            meter.UnknownWords.Add(unknown, telemetry.ModelTag);
        }
    }

    /// <summary>Counts slots, those that were found and those that were left out.</summary>
    public void CountSlots(IReadOnlyList<Slot> slots, int omittedCount)
    {
        activity?.SetTag(Names.SlotCount, slots.Count);
        for (var i = 0; i < slots.Count; i++)
        {
            telemetry.CountSlot(slots[i]);
        }

        if (omittedCount > 0)
        {
            telemetry.Meter?.OmittedSlots.Add(omittedCount, telemetry.ModelTag);
        }
    }

    /// <summary>Ends the activity.</summary>
    public void Dispose() => activity?.Dispose();

    private KeyValuePair<string, object?> OperationTag => new(Names.Operation, operation);

    private bool IsCounting => activity is not null || telemetry.Meter is { AreWordsObserved: true };
}
