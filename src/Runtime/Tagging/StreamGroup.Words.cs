namespace FastElman;

/// <content>Words by name.</content>
public sealed partial class StreamGroup
{
    /// <summary>The index of a word for the next tick of a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="word">
    /// The word. <see cref="Vocabulary.GetIndex(ReadOnlySpan{char})"/> says how it is looked up.
    /// </param>
    /// <returns>
    /// Its index in the vocabulary. Where the vocabulary does not have the word, that of <c>&lt;UNK&gt;</c>, or in a
    /// model with subwords (<see cref="ElmanShape.SubwordCount"/>) an index that this stream alone may be given, and
    /// only as its next word.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The stream is not open.</exception>
    /// <exception cref="InvalidOperationException">The model has no vocabulary.</exception>
    /// <exception cref="UnknownWordException">The word is unknown and there is no <c>&lt;UNK&gt;</c>.</exception>
    /// <remarks>The first unknown word of a stream allocates, where the model has subwords.</remarks>
    public int GetWordIndex(int stream, ReadOnlySpan<char> word)
    {
        var index = RequireStream(stream);
        var found = Model.RequireVocabulary().GetIndex(word, out var isUnknown);
        if (!isUnknown || _states.UnknownWords is not { } unknownWords)
        {
            return found;
        }

        found = unknownWords.Keep(word, _states.FirstUnknownWord(index), _states.Windows(index, 1));
        _states.Entries[index].UnknownWord = found;
        return found;
    }
}
