using System.Runtime.CompilerServices;
using FastElman.Tagging;

namespace FastElman;

/// <summary>
/// A <see cref="TaggingStream"/> over an asynchronous sequence of words, such as those of a recogniser.
/// </summary>
/// <remarks>
/// One sequence is one sentence: where it ends, the sentence is completed. A stream runs one sequence at a time; a
/// sentence that it was in is forgotten. Where the caller leaves the sequence early, or an exception does, the stream
/// forgets the sentence and can be used again.
/// </remarks>
public static class TaggingStreamExtensions
{
    /// <summary>
    /// Labels words as they come. Every word comes out with its label, <see cref="TaggingStream.Delay"/> words later.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="words">
    /// The words. <see cref="Vocabulary.GetIndex(ReadOnlySpan{char})"/> says how they are looked up.
    /// </param>
    /// <param name="cancellationToken">Ends the wait for the next word.</param>
    /// <returns>The words with their labels, in order.</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary or no labels.</exception>
    /// <exception cref="ArgumentException">
    /// A word is null, or unknown and the vocabulary has no <c>&lt;UNK&gt;</c>.
    /// </exception>
    public static IAsyncEnumerable<TaggedWord> TagAsync(
        this TaggingStream stream, IAsyncEnumerable<string> words, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(words);
        var (_, labels) = stream.Model.RequireNames();
        return Tag(stream, words, labels, cancellationToken);
    }

    /// <summary>
    /// Finds slots as words come. A slot comes out as soon as it is known to be complete: with the first label that
    /// does not belong to it, or with its last word where the labels tell (<c>E-x</c> and <c>S-x</c> of BIOES).
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="words">The words, as in <see cref="TagAsync"/>.</param>
    /// <param name="cancellationToken">Ends the wait for the next word.</param>
    /// <returns>
    /// The slots in order, with their places in words. <see cref="Slot.Text"/> has a blank between two words. Slots
    /// below <see cref="CompiledModel.MinimumConfidence"/> are left out.
    /// </returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary or no labels.</exception>
    /// <exception cref="ArgumentException">
    /// A word is null, or unknown and the vocabulary has no <c>&lt;UNK&gt;</c>.
    /// </exception>
    public static IAsyncEnumerable<Slot> FindSlotsAsync(
        this TaggingStream stream, IAsyncEnumerable<string> words, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(words);
        stream.Model.RequireNames();
        return FindSlots(stream, words, cancellationToken);
    }

    private static async IAsyncEnumerable<TaggedWord> Tag(
        TaggingStream stream,
        IAsyncEnumerable<string> words,
        LabelSet labels,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var word in Label(stream, words, cancellationToken).ConfigureAwait(false))
        {
            yield return new TaggedWord(word.Word, labels[word.Label]);
        }
    }

    private static async IAsyncEnumerable<Slot> FindSlots(
        TaggingStream stream,
        IAsyncEnumerable<string> words,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var open = new OpenSlot(stream);
        await foreach (var word in Label(stream, words, cancellationToken).ConfigureAwait(false))
        {
            if (open.Add(word, out var isEnd) is { } slot)
            {
                yield return slot;
            }

            if (isEnd && open.Close() is { } complete)
            {
                yield return complete;
            }
        }

        if (open.Close() is { } last)
        {
            yield return last;
        }
    }

    private static async IAsyncEnumerable<LabelledWord> Label(
        TaggingStream stream,
        IAsyncEnumerable<string> words,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var labeller = new WordLabeller(stream);
        try
        {
            await foreach (var word in words.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if (labeller.TryPush(word, out var labelled))
                {
                    yield return labelled;
                }
            }

            foreach (var labelled in labeller.Complete())
            {
                yield return labelled;
            }
        }
        finally
        {
            stream.Reset();
        }
    }
}
