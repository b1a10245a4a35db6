using System.Runtime.CompilerServices;
using FastElman.Extensions.Hosting.Telemetry;

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
        return Observe(
            words,
            "tag_stream",
            (stream, counted, token) => stream.TagAsync(counted, token),
            (_, _) => { },
            cancellationToken);
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
            "find_slots_stream",
            (stream, counted, token) => stream.FindSlotsAsync(counted, token),
            (call, slot) => call.CountSlot(slot),
            cancellationToken);
    }

    private async IAsyncEnumerable<T> Observe<T>(
        IAsyncEnumerable<string> words,
        string operation,
        Func<TaggingStream, IAsyncEnumerable<string>, CancellationToken, IAsyncEnumerable<T>> run,
        Action<StreamCall, T> count,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stream = new TaggingStream(_provider.Current.Model);
        using var call = _telemetry.BeginStream(stream, operation);
        var results = run(stream, Reported(call, words, cancellationToken), cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        await using (results.ConfigureAwait(false))
        {
            while (await MoveNextAsync(results, call).ConfigureAwait(false))
            {
                count(call, results.Current);
                yield return results.Current;
            }
        }
    }

    /// <summary>A method of its own, since none that yields can catch.</summary>
    private static async ValueTask<bool> MoveNextAsync<T>(IAsyncEnumerator<T> results, StreamCall call)
    {
        try
        {
            return await results.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            call.Fail(e);
            throw;
        }
    }

    private static async IAsyncEnumerable<string> Reported(
        StreamCall call, IAsyncEnumerable<string> words, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var word in words.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return word;

            // The stream has taken it, and asks for the next one.
            call.Report();
        }
    }
}
