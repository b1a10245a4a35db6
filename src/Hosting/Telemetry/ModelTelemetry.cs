using System.Diagnostics;

namespace FastElman.Extensions.Hosting.Telemetry;

/// <summary>What is reported of one model.</summary>
internal sealed class ModelTelemetry
{
    private readonly TaggingMeter _meter;
    private readonly bool _isMeasured;
    private readonly bool _isTraced;
    private int _activeStreams;

    /// <summary>When the current model was loaded; −1 where none was.</summary>
    private long _loaded = -1;

    /// <summary>Makes the telemetry of a model.</summary>
    /// <param name="modelName">What metrics and traces call the model.</param>
    /// <param name="meter">The instruments.</param>
    /// <param name="isMeasured">Whether metrics are reported.</param>
    /// <param name="isTraced">Whether activities are started.</param>
    /// <param name="time">The clock of durations.</param>
    public ModelTelemetry(string modelName, TaggingMeter meter, bool isMeasured, bool isTraced, TimeProvider time)
    {
        ModelName = modelName;
        ModelTag = new(Names.Model, modelName);
        Time = time;
        _meter = meter;
        _isMeasured = isMeasured;
        _isTraced = isTraced;
        if (isMeasured)
        {
            meter.Add(this);
        }
    }

    public string ModelName { get; }

    public KeyValuePair<string, object?> ModelTag { get; }

    public TimeProvider Time { get; }

    /// <summary>Streams of words that have not ended.</summary>
    public int? ActiveStreams => Volatile.Read(ref _activeStreams);

    /// <summary>Seconds since the current model was loaded; null where none was.</summary>
    public double? Age =>
        Volatile.Read(ref _loaded) is >= 0 and var loaded ? Time.GetElapsedTime(loaded).TotalSeconds : null;

    /// <summary>
    /// Whether anybody listens to calls. Where nobody does, a call has to cost what the bare one does.
    /// </summary>
    public bool IsObserved =>
        (_isMeasured && _meter.IsTaggingObserved) || (_isTraced && TaggingActivities.Source.HasListeners());

    /// <summary>The instruments; null where nothing is measured.</summary>
    public TaggingMeter? Meter => _isMeasured ? _meter : null;

    /// <summary>Starts to measure a call that tags text.</summary>
    /// <param name="model">The model that it runs on.</param>
    /// <param name="operation">The method, as a tag.</param>
    public TaggingCall Begin(CompiledModel model, string operation) =>
        new(this, operation, BeginActivity(model, operation), Time.GetTimestamp());

    /// <summary>Starts to observe a stream of words.</summary>
    /// <param name="stream">The stream, which is new.</param>
    /// <param name="operation">The method, as a tag.</param>
    public StreamCall BeginStream(TaggingStream stream, string operation)
    {
        Interlocked.Increment(ref _activeStreams);
        return new StreamCall(this, stream, BeginActivity(stream.Model, operation));
    }

    /// <summary>Starts the activity of loading a model.</summary>
    public Activity? BeginLoad()
    {
        var activity = _isTraced ? TaggingActivities.Source.StartActivity(Names.LoadActivity) : null;
        activity?.SetTag(Names.Model, ModelName);
        return activity;
    }

    /// <summary>Reports that reading a model has ended.</summary>
    /// <param name="duration">How long it took.</param>
    /// <param name="error">What went wrong; null for nothing.</param>
    public void EndLoad(TimeSpan duration, Exception? error)
    {
        if (error is null)
        {
            Meter?.LoadDuration.Record(duration.TotalSeconds, ModelTag);
        }
        else
        {
            Meter?.LoadDuration.Record(duration.TotalSeconds, ModelTag, ErrorTag(error));
        }
    }

    /// <summary>Reports that a model is the current one from now on.</summary>
    public void ModelReplaced() => Volatile.Write(ref _loaded, Time.GetTimestamp());

    /// <summary>Counts an attempt to reload.</summary>
    public void CountReload(string outcome) => Meter?.Reloads.Add(1, ModelTag, new(Names.Outcome, outcome));

    /// <summary>Counts a text that the shadow was to tag.</summary>
    public void CountShadowText(string outcome) => Meter?.ShadowTexts.Add(1, ModelTag, new(Names.Outcome, outcome));

    /// <summary>Counts a slot that only one model has found.</summary>
    public void CountShadowDifference(string slot, string difference) =>
        Meter?.ShadowDifferences.Add(1, ModelTag, new(Names.SlotName, slot), new(Names.Difference, difference));

    /// <summary>Counts a slot with its confidence.</summary>
    public void CountSlot(Slot slot)
    {
        if (Meter is { AreSlotsObserved: true } meter)
        {
            meter.Slots.Add(1, ModelTag, new(Names.SlotName, slot.Name));
            meter.SlotConfidence.Record(slot.Confidence, ModelTag);
        }
    }

    /// <summary>Reports that a stream has ended.</summary>
    public void EndStream() => Interlocked.Decrement(ref _activeStreams);

    /// <summary>What went wrong, as OpenTelemetry names it.</summary>
    public static KeyValuePair<string, object?> ErrorTag(Exception error) =>
        new(Names.ErrorType, error.GetType().FullName);

    private Activity? BeginActivity(CompiledModel model, string operation)
    {
        if (!_isTraced || !TaggingActivities.Source.HasListeners())
        {
            return null;
        }

        var activity = TaggingActivities.Source.StartActivity(Names.TagActivity);
        activity?.SetTag(Names.Model, ModelName);
        activity?.SetTag(Names.Operation, operation);
        activity?.SetTag(Names.Fingerprint, model.Model.Fingerprint);
        return activity;
    }
}
