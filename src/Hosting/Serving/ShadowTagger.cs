using System.Threading.Channels;
using FastElman.Extensions.Hosting.Models;
using FastElman.Extensions.Hosting.Telemetry;
using Microsoft.Extensions.Logging;

namespace FastElman.Extensions.Hosting.Serving;

/// <summary>
/// Tags a share of the traffic with the second model and counts where it differs. It runs in the background, one text
/// after another: a request only puts its text into the queue.
/// </summary>
internal sealed class ShadowTagger(
    ModelProvider provider, ShadowSettings settings, ModelTelemetry telemetry, ILogger logger)
{
    private readonly ShareSampler _sampler = new(settings.Share);
    private readonly Channel<ShadowText> _queue = Channel.CreateBounded<ShadowText>(
        new BoundedChannelOptions(settings.QueueLength) { SingleReader = true });

    /// <summary>The fingerprint of the last model that could not tag a text.</summary>
    private string? _failing;

    /// <summary>The provider of the second model.</summary>
    public ModelProvider Provider => provider;

    /// <summary>Whether the next text is one for the second model.</summary>
    public bool WantsNext() => provider.CurrentOrNull is not null && _sampler.TakeNext();

    /// <summary>Takes a text, or leaves it where the queue is full.</summary>
    public void Offer(ShadowText text)
    {
        if (!_queue.Writer.TryWrite(text))
        {
            telemetry.CountShadowText("dropped");
        }
    }

    /// <summary>Compares texts until <see cref="Complete"/>; those that wait then are compared too.</summary>
    /// <param name="cancellationToken">Gives up those that wait.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var text in _queue.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            Compare(text);
        }
    }

    /// <summary>Takes no more texts.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    private void Compare(ShadowText text)
    {
        var current = provider.Current;
        try
        {
            var found = text.FoundBy(current.Tagger);
            var missing = text.Found.Except(found).ToList();
            var added = found.Except(text.Found).ToList();
            missing.ForEach(slot => telemetry.CountShadowDifference(slot.Name, "missing"));
            added.ForEach(slot => telemetry.CountShadowDifference(slot.Name, "added"));
            telemetry.CountShadowText(missing.Count + added.Count == 0 ? "same" : "different");
        }
        catch (Exception e)
        {
            // Once for each model: a model that cannot tag one text may be unable to tag any.
            if (_failing != current.Fingerprint)
            {
                _failing = current.Fingerprint;
                logger.ShadowFailed(telemetry.ModelName, current.Fingerprint, e.GetType().Name);
            }

            telemetry.CountShadowText("failed");
        }
    }
}
