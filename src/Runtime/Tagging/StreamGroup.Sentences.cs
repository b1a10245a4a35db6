using System.Runtime.CompilerServices;
using FastElman.Network;
using FastElman.Simd;
using FastElman.Validation;

namespace FastElman;

/// <content>Where a sentence of a stream ends.</content>
public sealed partial class StreamGroup
{
    private readonly int[] _padding = [-1];
    private readonly int[] _one = new int[1];
    private readonly int[] _oneLabel = new int[1];

    /// <summary>
    /// Ends the sentence of a stream: labels the words that still wait, and makes the stream ready for the next
    /// sentence.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="labels">
    /// Receives the label indices of the last words, at most <see cref="Delay"/>, in order.
    /// </param>
    /// <returns>How many were written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The stream is not open.</exception>
    /// <exception cref="ArgumentException">There is not enough room; nothing has changed.</exception>
    public int Complete(int stream, Span<int> labels) => End(stream, labels, default);

    /// <summary>Ends the sentence of a stream, and gives the probability of every label too.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="labels">Receives the label indices, as in <see cref="Complete(int, Span{int})"/>.</param>
    /// <param name="probabilities">Receives [waiting words, labels]; or empty.</param>
    /// <returns>How many words were labelled.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The stream is not open.</exception>
    /// <exception cref="ArgumentException">
    /// There is not enough room, or the spans share memory; nothing has changed.
    /// </exception>
    public int Complete(int stream, Span<int> labels, Span<float> probabilities) =>
        End(stream, labels, new LabelProbabilities(probabilities, _shape.LabelCount));

    /// <summary>Ends the sentence of a stream, and gives the probability of each label too.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="labels">Receives the label indices, as in <see cref="Complete(int, Span{int})"/>.</param>
    /// <param name="confidence">Receives the probability of each of them, 0 to 1.</param>
    /// <returns>How many words were labelled.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The stream is not open.</exception>
    /// <exception cref="ArgumentException">
    /// There is not enough room, or the spans share memory; nothing has changed.
    /// </exception>
    public int CompleteWithConfidence(int stream, Span<int> labels, Span<float> confidence)
    {
        Guard.RoomForConfidence(_states.Entries[RequireStream(stream)].Waiting, confidence.Length);
        return End(stream, labels, LabelProbabilities.OfOwnLabel(confidence), nameof(confidence));
    }

    /// <summary>Forgets the sentence of a stream: its next word is the first of another.</summary>
    /// <param name="stream">The stream.</param>
    /// <exception cref="ArgumentOutOfRangeException">The stream is not open.</exception>
    public void Reset(int stream) => _states.Reset(RequireStream(stream));

    [MethodImpl(HotPath.Compiled)]
    private int End(
        int stream, Span<int> labels, LabelProbabilities probabilities, string parameter = "probabilities")
    {
        var index = RequireStream(stream);
        var waiting = _states.Entries[index].Waiting;
        Guard.RoomForWaitingWords(
            waiting, probabilities.PerWord, labels.Length, probabilities.Values.Length);
        Guard.NoOverlap<float, int>(probabilities.Values, labels, parameter);

        _one[0] = stream;
        var written = 0;
        for (var i = 0; i < Delay; i++)
        {
            Advance(_one, _padding, _oneLabel, written == waiting ? default : probabilities.Slice(written, 1));
            if (_oneLabel[0] >= 0)
            {
                labels[written++] = _oneLabel[0];
            }
        }

        _states.Reset(index);
        return written;
    }
}
