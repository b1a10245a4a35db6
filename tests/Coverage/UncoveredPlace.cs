namespace FastElman.Coverage;

/// <summary>Lines of a source file that no test reaches, or of which no test takes every branch.</summary>
/// <param name="File">The file, from the root of the repository.</param>
/// <param name="Line">The first of the lines.</param>
/// <param name="Count">How many lines with code they are.</param>
/// <param name="Text">The text of the first.</param>
internal sealed record UncoveredPlace(string File, int Line, int Count, string Text)
{
    /// <summary>The place as the list names it: the text stays where lines are added above it.</summary>
    public string Key => $"{File} ({Count}): {Text}";
}
