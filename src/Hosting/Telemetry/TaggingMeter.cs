using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace FastElman.Extensions.Hosting.Telemetry;

/// <summary>The instruments, one set for all models of a host.</summary>
internal sealed class TaggingMeter
{
    /// <summary>Seconds: a short sentence takes microseconds, a loaded machine milliseconds.</summary>
    private static readonly double[] TagBuckets =
    [
        1e-6, 2e-6, 5e-6, 10e-6, 20e-6, 50e-6, 100e-6, 200e-6, 500e-6, 1e-3, 2e-3, 5e-3, 10e-3, 100e-3,
    ];

    private static readonly double[] LoadBuckets = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30];

    private static readonly double[] ConfidenceBuckets = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];

    private readonly ConcurrentDictionary<string, ModelTelemetry> _models = new(StringComparer.Ordinal);

    public TaggingMeter(IMeterFactory factory)
    {
        var meter = factory.Create(FastElmanTelemetry.MeterName, TaggingActivities.Version);
        TagDuration = meter.CreateHistogram(
            Names.TagDuration, "s", "Time of a call that tags text.", tags: null, Advice(TagBuckets));
        Words = meter.CreateCounter<long>(Names.Words, "{word}", "Words that were tagged.");
        UnknownWords = meter.CreateCounter<long>(
            Names.UnknownWords, "{word}", "Words that the vocabulary of the model does not have.");
        RescoredWords = meter.CreateCounter<long>(
            Names.RescoredWords, "{word}", "Words whose label a product in bytes left open, so that floats decided.");
        Slots = meter.CreateCounter<long>(Names.Slots, "{slot}", "Slots that were found, by name.");
        OmittedSlots = meter.CreateCounter<long>(
            Names.OmittedSlots, "{slot}", "Slots that were left out for want of confidence.");
        SlotConfidence = meter.CreateHistogram(
            Names.SlotConfidence,
            "1",
            "Probability of the slots that were found.",
            tags: null,
            Advice(ConfidenceBuckets));
        LoadDuration = meter.CreateHistogram(
            Names.LoadDuration, "s", "Time to read, prepare and warm up a model.", tags: null, Advice(LoadBuckets));
        Reloads = meter.CreateCounter<long>(Names.Reloads, "{reload}", "Attempts to reload a model, by outcome.");
        ShadowTexts = meter.CreateCounter<long>(Names.ShadowTexts, "{text}", "Texts for the shadow, by outcome.");
        ShadowDifferences = meter.CreateCounter<long>(
            Names.ShadowDifferences, "{slot}", "Slots that only one of model and shadow has found, by name.");
        meter.CreateObservableUpDownCounter(
            Names.ActiveStreams,
            () => Observe(model => model.ActiveStreams),
            "{stream}",
            "Streams of words that have not ended.");
        meter.CreateObservableGauge(
            Names.ModelAge, () => Observe(model => model.Age), "s", "Time since the current model was loaded.");
    }

    public Histogram<double> TagDuration { get; }

    public Counter<long> Words { get; }

    public Counter<long> UnknownWords { get; }

    public Counter<long> RescoredWords { get; }

    public Counter<long> Slots { get; }

    public Counter<long> OmittedSlots { get; }

    public Histogram<double> SlotConfidence { get; }

    public Histogram<double> LoadDuration { get; }

    public Counter<long> Reloads { get; }

    public Counter<long> ShadowTexts { get; }

    public Counter<long> ShadowDifferences { get; }

    /// <summary>Whether anybody listens to what a call that tags text reports.</summary>
    public bool IsTaggingObserved => TagDuration.Enabled || AreWordsObserved || AreSlotsObserved;

    /// <summary>Whether anybody counts words.</summary>
    public bool AreWordsObserved => Words.Enabled || UnknownWords.Enabled || RescoredWords.Enabled;

    /// <summary>Whether anybody counts slots.</summary>
    public bool AreSlotsObserved => Slots.Enabled || OmittedSlots.Enabled || SlotConfidence.Enabled;

    /// <summary>Lets the observable instruments report a model.</summary>
    public void Add(ModelTelemetry model) => _models[model.ModelName] = model;

    private static InstrumentAdvice<double> Advice(double[] buckets) => new() { HistogramBucketBoundaries = buckets };

    private IEnumerable<Measurement<T>> Observe<T>(Func<ModelTelemetry, T?> value)
        where T : struct
    {
        foreach (var model in _models.Values)
        {
            if (value(model) is { } observed)
            {
                yield return new Measurement<T>(observed, model.ModelTag);
            }
        }
    }
}
