using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FastElman.Simd;
using FastElman.Validation;

namespace FastElman;

/// <content>The forms that take words and give labels by name.</content>
public sealed partial class TaggingStream
{
    /// <summary>Windows that look this many words ahead need no memory of the heap.</summary>
    private const int MostOnStack = 32;

    private int _wordCount;
    private int _unknownWordCount;

    /// <summary>The index that <see cref="GetWordIndex"/> gave for the next word; 0 for none.</summary>
    private int _unknownWord;

    /// <summary>
    /// What was counted since the stream was made: words that came by name, one by one or as a sequence, those among
    /// them that the vocabulary does not have, and slots of sequences that were left out.
    /// </summary>
    /// <remarks>
    /// <see cref="Reset"/> does not change them; after 2^31 words they begin again below 0, so take differences. Words
    /// that bytes left open are not counted: a sequence is labelled with confidence.
    /// </remarks>
    public TextStatistics Statistics => new()
    {
        TokenCount = _wordCount,
        UnknownTokenCount = _unknownWordCount,
        OmittedSlotCount = OmittedSlotCount,
    };

    /// <summary>Slots that were left out.</summary>
    internal int OmittedSlotCount { get; set; }

    /// <summary>The index of a word for the next push.</summary>
    /// <param name="word">
    /// The word. <see cref="Vocabulary.GetIndex(ReadOnlySpan{char})"/> says how it is looked up.
    /// </param>
    /// <returns>
    /// Its index in the vocabulary. Where the vocabulary does not have the word, that of <c>&lt;UNK&gt;</c>, or in a
    /// model with subwords (<see cref="ElmanShape.SubwordCount"/>) an index that this stream alone may be given, and
    /// only as its next word.
    /// </returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary.</exception>
    /// <exception cref="UnknownWordException">The word is unknown and there is no <c>&lt;UNK&gt;</c>.</exception>
    public int GetWordIndex(ReadOnlySpan<char> word)
    {
        var index = Model.RequireVocabulary().GetIndex(word, out var isUnknown);
        return isUnknown && _unknownWords is not null
            ? _unknownWord = _unknownWords.Keep(word, _unknownWords.First, Window)
            : index;
    }

    /// <summary>Takes the next word by name.</summary>
    /// <param name="word">
    /// The word. <see cref="Vocabulary.GetIndex(ReadOnlySpan{char})"/> says how it is looked up.
    /// </param>
    /// <param name="label">
    /// Receives the label of the word that came <see cref="Delay"/> words earlier, if the result is true; else null.
    /// </param>
    /// <returns>Whether there is an answer: not yet for the first <see cref="Delay"/> words of a sentence.</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary or no labels.</exception>
    /// <exception cref="ArgumentException">
    /// The word is unknown and the vocabulary has no <c>&lt;UNK&gt;</c>; nothing has changed.
    /// </exception>
    public bool Push(ReadOnlySpan<char> word, [NotNullWhen(true)] out string? label)
    {
        var (tokenizer, labelSet) = Model.RequireNames();
        var hasAnswer = Advance(Find(word, tokenizer.Vocabulary), out var index, default);
        label = hasAnswer ? labelSet[index] : null;
        return hasAnswer;
    }

    /// <summary>
    /// Ends the sentence: labels the words that still wait by name, and makes the stream ready for the next sentence.
    /// </summary>
    /// <param name="labels">Receives the labels of the last words, at most <see cref="Delay"/>, in order.</param>
    /// <returns>How many labels were written: the number of words that waited.</returns>
    /// <exception cref="InvalidOperationException">The model has no labels.</exception>
    /// <exception cref="ArgumentException">There is not enough room; nothing has changed.</exception>
    public int Complete(Span<string> labels)
    {
        var (_, labelSet) = Model.RequireNames();
        Guard.RoomForWaitingWords(_waiting, labelCount: 0, labels.Length, probabilities: 0);
        Span<int> indices = Delay <= MostOnStack ? stackalloc int[MostOnStack] : new int[Delay];
        var count = Complete(indices);
        for (var i = 0; i < count; i++)
        {
            labels[i] = labelSet[indices[i]];
        }

        return count;
    }

    /// <summary>Takes the next word by name, and gives the probability of the answer too.</summary>
    internal bool PushWithConfidence(
        ReadOnlySpan<char> word, Vocabulary vocabulary, out int label, out float confidence) =>
        AdvanceWithConfidence(Find(word, vocabulary), out label, out confidence);

    /// <summary>Refuses an index outside the vocabulary, unless it is that of the next word.</summary>
    [MethodImpl(HotPath.Rare)]
    private void RequireUnknownWord(int word)
    {
        if (word != _unknownWord)
        {
            Guard.InVocabulary(word, _shape.PaddingRow);
        }

        _unknownWord = 0;
    }

    /// <summary>Looks a word up, and counts it.</summary>
    /// <returns>
    /// Its embedding row, which is for the next step alone where the vocabulary does not have the word.
    /// </returns>
    private int Find(ReadOnlySpan<char> word, Vocabulary vocabulary)
    {
        var index = vocabulary.GetIndex(word, out var isUnknown);
        _wordCount++;
        if (isUnknown)
        {
            _unknownWordCount++;
            index = _unknownWords?.Keep(word, _unknownWords.First, Window) ?? index;
            _unknownWord = 0;
        }

        return index;
    }
}
