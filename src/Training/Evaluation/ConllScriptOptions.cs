using System.Text;

namespace FastElman.Training.Evaluation;

/// <summary>The options of conlleval.pl.</summary>
/// <param name="Delimiter">
/// <c>-d</c>: a regular expression that divides a line into fields, matched against the bytes of the line.
/// </param>
/// <param name="Raw">
/// <c>-r</c>: labels have no prefix, and every word whose label is not <paramref name="OutsideTag"/> is a chunk of its
/// own.
/// </param>
/// <param name="Latex"><c>-l</c>: rows of a LaTeX table instead of the plain one.</param>
/// <param name="OutsideTag"><c>-o</c>: the raw label of a word outside of all chunks; without <c>-r</c> unused.</param>
internal sealed record ConllScriptOptions(
    string Delimiter = " ", bool Raw = false, bool Latex = false, string OutsideTag = LabelSet.Outside)
{
    /// <summary>Text as the script gets it: every byte of its UTF-8 as the character of the same number.</summary>
    public static string AsBytes(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
