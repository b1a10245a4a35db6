using System.Runtime.CompilerServices;
using FastElman.Extensions.Hosting;
using FastElman.Samples.TaggingService.Lifetime;
using FastElman.Samples.TaggingService.Limits;
using Microsoft.Extensions.Options;

namespace FastElman.Samples.TaggingService.Streaming;

/// <summary>
/// Finds the slots of a sentence that arrives in pieces, whatever carries it. Streams over HTTP live in this room.
/// </summary>
internal sealed class StreamedSentence(
    ServiceTagger tagger, TextLimits limits, IOptions<LimitSettings> settings, Drain drain, TimeProvider time)
{
    /// <summary>What a caller is told whose stream ends because the service does.</summary>
    public const string EndOfService = "The service is about to end. Send the sentence again, to another one.";

    /// <summary>Fires when the service ends, and the words that have come are all that will.</summary>
    public CancellationToken Ended => drain.Ended;

    /// <summary>Begins to wait for what a caller sends.</summary>
    /// <param name="aborted">Fires when the caller has gone.</param>
    public StreamWait BeginWait(CancellationToken aborted) =>
        new(drain, settings.Value.StreamIdleTimeout, time, aborted);

    /// <summary>Finds slots as pieces come. Each goes out when the words after it have shown that it ends.</summary>
    /// <param name="pieces">Pieces of one sentence: a word or more each.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <exception cref="StreamProblemException">
    /// The sentence has too many words or one that the model cannot take, no more of it comes, or the model labels
    /// whole sentences.
    /// </exception>
    public async IAsyncEnumerable<Slot> FindSlotsAsync(
        IAsyncEnumerable<string> pieces, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StreamProblemException.ThrowIfWhole(tagger.Current.Model);
        await foreach (var slot in tagger.FindSlotsAsync(WordsOf(pieces, cancellationToken), cancellationToken))
        {
            yield return slot;
        }
    }

    private async IAsyncEnumerable<string> WordsOf(
        IAsyncEnumerable<string> pieces, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (tokenizer, vocabulary) = (tagger.Current.Model.Tokenizer!, tagger.Current.Model.Vocabulary!);
        var count = 0;
        using var wait = BeginWait(cancellationToken);
        await using var next = pieces.GetAsyncEnumerator(wait.Token);
        while (await wait.ForAsync(next.MoveNextAsync()))
        {
            var piece = next.Current;
            var tokens = new Range[piece.Length];
            foreach (var token in tokens.AsMemory(0, tokenizer.Tokenize(piece, tokens)).ToArray())
            {
                if (++count > limits.MaximumWords)
                {
                    throw new StreamProblemException(
                        $"The sentence has more than {limits.MaximumWords} words; no more are allowed.");
                }

                var word = piece[token];
                if (vocabulary.Refuses(word))
                {
                    throw new StreamProblemException(UnknownWords.Problem($"at place {count - 1} of the sentence"));
                }

                yield return word;
            }
        }
    }
}
