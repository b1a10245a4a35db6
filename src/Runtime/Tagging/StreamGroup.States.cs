using FastElman.Tagging;

namespace FastElman;

/// <content>The states of streams as bytes.</content>
public sealed partial class StreamGroup
{
    /// <summary>
    /// Saves the state of a stream. Any stream of the same model can continue from it: in this group, in another, or as
    /// a <see cref="TaggingStream"/>. The bytes carry the <see cref="ElmanModel.Fingerprint"/> of the model.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="state">Receives <see cref="StateByteCount"/> bytes, the same on every machine.</param>
    /// <exception cref="ArgumentOutOfRangeException">The stream is not open.</exception>
    /// <exception cref="ArgumentException">There is not enough room.</exception>
    public void SaveState(int stream, Span<byte> state)
    {
        var index = RequireStream(stream);
        ref var entry = ref _states.Entries[index];
        StreamStateFormat.Write(
            state,
            Model,
            entry.Waiting,
            entry.Parity,
            _states.Windows(index, 1),
            State(index),
            _states.UnknownWords);
    }

    /// <summary>Makes a stream continue from a saved state.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="state">What <see cref="SaveState"/> or <see cref="TaggingStream.SaveState"/> wrote.</param>
    /// <exception cref="ArgumentOutOfRangeException">The stream is not open.</exception>
    /// <exception cref="StreamStateException">
    /// It is not a state of a stream of this model; nothing has changed.
    /// </exception>
    public void RestoreState(int stream, ReadOnlySpan<byte> state)
    {
        var index = RequireStream(stream);
        ref var entry = ref _states.Entries[index];
        var (waiting, parity) = StreamStateFormat.Read(
            state,
            Model,
            _states.Windows(index, 1),
            State(index),
            _states.UnknownWords,
            _states.FirstUnknownWord(index));
        (entry.Waiting, entry.Parity, entry.IsPrepared) = (waiting, (byte)parity, false);
        entry.UnknownWord = 0;
    }

    /// <summary>[recurrent size]: h_{t−1} of a stream without the padding; p_{t−1} in a Jordan network.</summary>
    private Span<float> State(int index) => _states.Hidden(index, 1)[.._shape.RecurrentSize];
}
