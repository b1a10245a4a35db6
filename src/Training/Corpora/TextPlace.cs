namespace FastElman.Training.Corpora;

/// <summary>
/// What stands before a place in a text between two sentences, as far as the reading of the rest needs it.
/// </summary>
/// <param name="LineCount">Lines.</param>
/// <param name="HasSentence">Whether there is a sentence among them.</param>
/// <param name="Columns">Of a text in columns, those of its last sentence; else 1.</param>
internal readonly record struct TextPlace(long LineCount, bool HasSentence, int Columns)
{
    /// <summary>The beginning of a text.</summary>
    public static TextPlace Beginning => new(0, HasSentence: false, 1);
}
