using System.Runtime.CompilerServices;

namespace FastElman.Extensions.Hosting;

/// <content>Streams of words. A stream keeps the model that is current where it begins, until it ends.</content>
public sealed partial class ServiceTagger
{
    /// <summary>
    /// Labels words as they come, as <see cref="TaggingStreamExtensions.TagAsync"/> does, on the model that is current
    /// when the first word is asked for.
    /// </summary>
    /// <param name="words">The words of one sentence.</param>
    /// <param name="cancellationToken">Ends the wait for the next word.</param>
    /// <returns>The words with their labels, in order.</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary or no labels.</exception>
    /// <exception cref="NotSupportedException">The model labels whole sentences.</exception>
    /// <exception cref="ArgumentException">
    /// A word is null, or unknown and the vocabulary has no <c>&lt;UNK&gt;</c>.
    /// </exception>
    public IAsyncEnumerable<TaggedWord> TagAsync(
        IAsyncEnumerable<string> words, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(words);
        return Observe(words, (stream, counted, token) => stream.TagAsync(counted, token), _ => { }, cancellationToken);
    }

    /// <summary>
    /// Finds slots as words come, as <see cref="TaggingStreamExtensions.FindSlotsAsync"/> does, on the model that is
    /// current when the first slot is asked for.
    /// </summary>
    /// <param name="words">The words of one sentence.</param>
    /// <param name="cancellationToken">Ends the wait for the next word.</param>
    /// <returns>The slots in order, with their places in words.</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary or no labels.</exception>
    /// <exception cref="NotSupportedException">The model labels whole sentences.</exception>
    /// <exception cref="ArgumentException">
    /// A word is null, or unknown and the vocabulary has no <c>&lt;UNK&gt;</c>.
    /// </exception>
    public IAsyncEnumerable<Slot> FindSlotsAsync(
        IAsyncEnumerable<string> words, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(words);
        return Observe(
            words,
            (stream, counted, token) => stream.FindSlotsAsync(counted, token),
            _telemetry.CountSlot,
            cancellationToken);
    }

    private async IAsyncEnumerable<T> Observe<T>(
        IAsyncEnumerable<string> words,
        Func<TaggingStream, IAsyncEnumerable<string>, CancellationToken, IAsyncEnumerable<T>> run,
        Action<T> count,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stream = new TaggingStream(_provider.Current.Model);
        _telemetry.StreamBegins();
        try
        {
            var results = run(stream, CountWords(stream.Model, words, cancellationToken), cancellationToken);
            await foreach (var result in results.ConfigureAwait(false))
            {
                count(result);
                yield return result;
            }
        }
        finally
        {
            _telemetry.StreamEnds();
        }
    }

    private async IAsyncEnumerable<string> CountWords(
        CompiledModel model,
        IAsyncEnumerable<string> words,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var word in words.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            _telemetry.CountWord(model, word);
            yield return word;
        }
    }
}
