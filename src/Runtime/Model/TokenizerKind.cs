namespace FastElman;

/// <summary>How text is divided into the words of a model: a part of the model, see <see cref="Tokenizer"/>.</summary>
public enum TokenizerKind
{
    /// <summary>
    /// White space separates words, and punctuation is separated from them unless the vocabulary has the word with it.
    /// </summary>
    Punctuation = 0,

    /// <summary>White space separates words, and nothing else does: for corpora that are divided already.</summary>
    WhiteSpace = 1,
}
