using FastElman.Tagging;

namespace FastElman;

/// <content>The state of a stream as bytes.</content>
public sealed partial class TaggingStream
{
    /// <summary>
    /// Saves the state of the stream. Any stream of the same model can continue from it: the bytes carry the
    /// <see cref="ElmanModel.Fingerprint"/> of the model.
    /// </summary>
    /// <param name="state">Receives <see cref="StateByteCount"/> bytes, the same on every machine.</param>
    /// <exception cref="ArgumentException">There is not enough room.</exception>
    public void SaveState(Span<byte> state) =>
        StreamStateFormat.Write(
            state, Model, _waiting, _parity, Window, Previous[.._shape.RecurrentSize], _unknownWords);

    /// <summary>Continues from a saved state.</summary>
    /// <param name="state">What <see cref="SaveState"/> wrote.</param>
    /// <exception cref="StreamStateException">
    /// It is not a state of a stream of this model; nothing has changed.
    /// </exception>
    public void RestoreState(ReadOnlySpan<byte> state)
    {
        var hidden = Next;
        (_waiting, var parity) = StreamStateFormat.Read(
            state,
            Model,
            Window,
            hidden[.._shape.RecurrentSize],
            _unknownWords,
            firstUnknown: _unknownWords?.First ?? 0);
        if (parity == _parity)
        {
            hidden.CopyTo(Previous);
        }

        _parity = parity;
        _isPrepared = false;
        _unknownWord = 0;
    }
}
