using System.Diagnostics;

namespace FastElman.Extensions.Hosting.Telemetry;

/// <summary>A stream of words, while it runs. Not thread-safe, as the stream is not.</summary>
internal sealed class StreamCall : IDisposable
{
    private readonly ModelTelemetry _telemetry;
    private readonly CompiledModel _model;
    private readonly Activity? _activity;
    private int _words;
    private int _slots;

    /// <summary>Takes over the activity of the stream, which was just started.</summary>
    public StreamCall(ModelTelemetry telemetry, CompiledModel model, Activity? activity)
    {
        _telemetry = telemetry;
        _model = model;
        _activity = activity;
        LeaveCurrent(activity?.Parent);
    }

    /// <summary>Counts a word that goes into the stream.</summary>
    public void CountWord(string word)
    {
        _words++;
        if (_telemetry.Meter is { AreWordsObserved: true } meter)
        {
            meter.Words.Add(1, _telemetry.ModelTag);
            if (_model.Vocabulary is { } vocabulary && !vocabulary.TryGetIndex(word, out _))
            {
                meter.UnknownWords.Add(1, _telemetry.ModelTag);
            }
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
        _telemetry.EndStream();
        _activity?.SetTag(Names.WordCount, _words);
        _activity?.SetTag(Names.SlotCount, _slots);
        var current = Activity.Current;
        _activity?.Dispose();
        LeaveCurrent(current);
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
