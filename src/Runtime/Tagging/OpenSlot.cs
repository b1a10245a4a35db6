using FastElman.Labels;

namespace FastElman.Tagging;

/// <summary>Puts slots together from words that are labelled one after another.</summary>
/// <param name="stream">The stream that labels them, and counts the slots that are not confident enough.</param>
internal sealed class OpenSlot(TaggingStream stream)
{
    private readonly SlotTable _table = stream.Model.Slots!;
    private readonly List<string> _words = [];
    private int _labelBefore = -1;
    private int _start;
    private int _wordCount;
    private int _firstLabel;
    private float _confidence;

    /// <summary>
    /// Takes the next word. Where its label says that a slot ends with it, <see cref="Close"/> is due at once.
    /// </summary>
    /// <param name="word">The word.</param>
    /// <param name="isEnd">Whether the label says so: E-x and S-x do.</param>
    /// <returns>The slot that is complete because this word does not belong to it; or null.</returns>
    public Slot? Add(LabelledWord word, out bool isEnd)
    {
        isEnd = _table.EndsSlot(word.Label);

        var place = _wordCount++;
        if (_labelBefore >= 0 && _table.GoesOn(_labelBefore, word.Label))
        {
            _words.Add(word.Word);
            _confidence *= word.Confidence;
            _labelBefore = word.Label;
            return null;
        }

        var complete = Close();
        _labelBefore = word.Label;
        if (!_table.IsOutside(word.Label))
        {
            _words.Add(word.Word);
            (_start, _firstLabel, _confidence) = (place, word.Label, word.Confidence);
        }

        return complete;
    }

    /// <summary>Ends the slot that is open.</summary>
    /// <returns>The slot, if it is confident enough; or null.</returns>
    public Slot? Close()
    {
        if (_words.Count == 0)
        {
            return null;
        }

        var isSure = _confidence >= stream.Model.MinimumConfidence;
        stream.OmittedSlotCount += isSure ? 0 : 1;
        var slot = isSure
            ? new Slot(
                _table.NameOf(_firstLabel), string.Join(' ', _words), _start, _start + _words.Count, _confidence)
            : (Slot?)null;
        _words.Clear();
        return slot;
    }
}
