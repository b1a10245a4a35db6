namespace FastElman.Training.Corpora;

/// <summary>A line of columns before it is split.</summary>
/// <param name="Line">Its number, from 1 on.</param>
/// <param name="Text">The text.</param>
internal readonly record struct ColumnLine(long Line, string Text)
{
    /// <summary>Whether it may be a comment, where it stands before a sentence's first word.</summary>
    public bool MayBeComment => Text.StartsWith('#');
}
