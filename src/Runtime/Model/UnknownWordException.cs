namespace FastElman;

/// <summary>A word is not in the vocabulary, which has no <c>&lt;UNK&gt;</c> to stand for it.</summary>
/// <remarks>The message does not hold the word: services log messages, and texts of their users are private.</remarks>
public sealed class UnknownWordException : ArgumentException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="word">The word.</param>
    internal UnknownWordException(string word)
        : base(
            $"A word is not in the vocabulary, which has no {Vocabulary.UnknownWord} to stand for it; "
            + $"{nameof(Word)} of this exception has it.") =>
        Word = word;

    /// <summary>The word as it was looked up; any text.</summary>
    public string Word { get; }
}
