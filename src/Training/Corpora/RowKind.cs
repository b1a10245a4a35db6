namespace FastElman.Training.Corpora;

/// <summary>What a line of a text in columns is, as far as its beginning tells.</summary>
internal enum RowKind
{
    /// <summary>It stands between sentences.</summary>
    Separator,

    /// <summary>A word, or a comment where it stands before a sentence's first word.</summary>
    MayBeComment,

    /// <summary>A word with its columns.</summary>
    Word,
}
