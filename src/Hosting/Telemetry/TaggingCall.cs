using System.Diagnostics;

namespace FastElman.Extensions.Hosting.Telemetry;

/// <summary>
/// One call that tags text, while it is measured. The time ends where the call succeeds or fails; counting comes after
/// it.
/// </summary>
internal readonly struct TaggingCall(
    ModelTelemetry telemetry, string operation, Activity? activity, long started) : IDisposable
{
    /// <summary>Ends the time of a call that went well.</summary>
    public void Succeed() => telemetry.Meter?.TagDuration.Record(
        telemetry.Time.GetElapsedTime(started).TotalSeconds, telemetry.ModelTag, OperationTag);

    /// <summary>Ends the time of a call that went wrong.</summary>
    public void Fail(Exception error)
    {
        telemetry.Meter?.TagDuration.Record(
            telemetry.Time.GetElapsedTime(started).TotalSeconds,
            telemetry.ModelTag,
            OperationTag,
            ModelTelemetry.ErrorTag(error));
        TaggingActivities.Fail(activity, error);
    }

    /// <summary>Counts what the call itself has counted.</summary>
    public void Count(TextStatistics statistics)
    {
        activity?.SetTag(Names.WordCount, statistics.TokenCount);
        if (telemetry.Meter is not { } meter)
        {
            return;
        }

        if (meter.AreWordsObserved)
        {
            meter.Words.Add(statistics.TokenCount, telemetry.ModelTag);
            meter.UnknownWords.Add(statistics.UnknownTokenCount, telemetry.ModelTag);
            meter.RescoredWords.Add(statistics.RescoredTokenCount, telemetry.ModelTag);
        }

        if (statistics.OmittedSlotCount > 0)
        {
            meter.OmittedSlots.Add(statistics.OmittedSlotCount, telemetry.ModelTag);
        }
    }

    /// <summary>Counts the slots of a text.</summary>
    public void CountSlots(IReadOnlyList<Slot> slots)
    {
        activity?.SetTag(Names.SlotCount, slots.Count);
        CountEach(slots);
    }

    /// <summary>Counts the slots of many texts.</summary>
    public void CountSlots(IReadOnlyList<IReadOnlyList<Slot>> slots)
    {
        var count = 0;
        for (var i = 0; i < slots.Count; i++)
        {
            CountEach(slots[i]);
            count += slots[i].Count;
        }

        activity?.SetTag(Names.SlotCount, count);
    }

    /// <summary>Ends the activity.</summary>
    public void Dispose() => activity?.Dispose();

    private KeyValuePair<string, object?> OperationTag => new(Names.Operation, operation);

    private void CountEach(IReadOnlyList<Slot> slots)
    {
        for (var i = 0; i < slots.Count; i++)
        {
            telemetry.CountSlot(slots[i]);
        }
    }
}
