using System.Diagnostics.Metrics;

namespace FastElman.Extensions.Hosting.Tests.Telemetry;

[Collection(ListenersCollection.Name)]
public sealed class AllocationTests
{
    private const int Calls = 100;

    private readonly Range[] _tokens = new Range[64];
    private readonly int[] _labels = new int[64];
    private readonly float[] _confidence = new float[64];

    [Fact]
    public async Task Labelling_text_allocates_nothing_where_nobody_listens()
    {
        await using var service = await TestService.StartAsync();
        Assert.Equal(0, AllocatedBy(() => TagText(service.Tagger)));
    }

    [Fact]
    public async Task Labelling_text_allocates_nothing_where_metrics_are_read()
    {
        await using var service = await TestService.StartAsync();
        var measured = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == FastElmanTelemetry.MeterName)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => measured++);
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => measured++);
        listener.Start();
        Assert.Equal(0, AllocatedBy(() => TagText(service.Tagger)));
        Assert.True(measured > 0);
    }

    [Fact]
    public async Task Finding_slots_allocates_what_the_bare_tagger_does_where_nobody_listens()
    {
        await using var service = await TestService.StartAsync();
        var bare = service.Provider.Current.Tagger;
        var expected = AllocatedBy(() => bare.FindSlots(CityModel.Sentence));
        Assert.True(expected > 0);
        Assert.Equal(expected, AllocatedBy(() => service.Tagger.FindSlots(CityModel.Sentence)));
    }

    private static long AllocatedBy(Action call) => AllocatedBytes.By(() =>
    {
        for (var i = 0; i < Calls; i++)
        {
            call();
        }
    });

    private void TagText(ServiceTagger tagger) =>
        tagger.TagText(CityModel.Sentence, _tokens, _labels, out _, _confidence);
}
