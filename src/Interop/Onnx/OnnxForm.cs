namespace FastElman.Interop;

/// <summary>
/// What an exported graph takes at once. A word is its index; −1 is the padding word, which stands outside the
/// sentence.
/// </summary>
public enum OnnxForm
{
    /// <summary>
    /// Sentences of any length, side by side, with ONNX's operator <c>RNN</c>: <c>words</c> int64 [sequence, batch] to
    /// <c>probabilities</c> float [sequence, batch, labels] and <c>labels</c> int64 [sequence, batch]. A sentence that
    /// is shorter than others has −1 after its end. A bidirectional network needs <c>lengths</c> int32 [batch] too, and
    /// does not look at what <c>words</c> has after the end of a sentence. A Jordan network has no such form.
    /// </summary>
    Rnn,

    /// <summary>
    /// The same for sentences of one fixed length, and shorter ones, as plain products and activations without the
    /// operator <c>RNN</c>: the sequence of all inputs and outputs is
    /// <see cref="OnnxExportOptions.SentenceLength"/>.
    /// </summary>
    Unrolled,

    /// <summary>
    /// One word of each of some live streams: <c>windows</c> int64 [batch, window], <c>is_first</c> bool [batch] and
    /// <c>state</c> float [batch, state] to <c>probabilities</c> [batch, labels], <c>labels</c> [batch] and
    /// <c>new_state</c> [batch, state]. Where <c>is_first</c> is true, the word begins a sentence and <c>state</c> is
    /// not looked at. A bidirectional network has no such form.
    /// </summary>
    Step,
}
