using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace FastElman.Extensions.Hosting.Telemetry;

/// <summary>A stream of words, while it runs. Not thread-safe, as the stream is not.</summary>
internal sealed class StreamCall : IDisposable
{
    private readonly ModelTelemetry _telemetry;
    private readonly TaggingStream _stream;
    private readonly Activity? _activity;
    private TextStatistics _reported;
    private int _slots;

    /// <summary>Takes over the activity of the stream, which was just started.</summary>
    public StreamCall(ModelTelemetry telemetry, TaggingStream stream, Activity? activity)
    {
        _telemetry = telemetry;
        _stream = stream;
        _activity = activity;
        LeaveCurrent(activity?.Parent);
    }

    /// <summary>Reports what the stream itself has counted since the last report.</summary>
    public void Report()
    {
        var (before, now) = (_reported, _stream.Statistics);
        _reported = now;
        if (_telemetry.Meter is { } meter)
        {
            Add(meter.Words, now.TokenCount - before.TokenCount);
            Add(meter.UnknownWords, now.UnknownTokenCount - before.UnknownTokenCount);
            Add(meter.OmittedSlots, now.OmittedSlotCount - before.OmittedSlotCount);
        }
    }

    /// <summary>Counts a slot that came out of it.</summary>
    public void CountSlot(Slot slot)
    {
        _slots++;
        _telemetry.CountSlot(slot);
    }

    /// <summary>Says what ended the stream. A caller who has cancelled it is no error.</summary>
    public void Fail(Exception error)
    {
        if (error is not OperationCanceledException)
        {
            TaggingActivities.Fail(_activity, error);
        }
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        Report();
        _telemetry.EndStream();
        _activity?.SetTag(Names.WordCount, _reported.TokenCount);
        _activity?.SetTag(Names.SlotCount, _slots);
        var current = Activity.Current;
        _activity?.Dispose();
        LeaveCurrent(current);
    }

    private void Add(Counter<long> counter, int count)
    {
        if (count > 0)
        {
            counter.Add(count, _telemetry.ModelTag);
        }
    }

    /// <summary>
    /// Keeps the activity from being the current one: the words of a stream come from elsewhere, and each of its steps
    /// runs in the context of whoever asks for the next result.
    /// </summary>
    private void LeaveCurrent(Activity? current)
    {
        if (_activity is not null)
        {
            Activity.Current = current;
        }
    }
}
