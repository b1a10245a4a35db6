using System.Globalization;
using System.Text;
using FastElman.Validation;

namespace FastElman;

/// <summary>A slot that was found, with its place in what was given.</summary>
/// <param name="Name">Its name, such as <c>toloc.city_name</c>.</param>
/// <param name="Text">Its words as they are written there.</param>
/// <param name="Start">
/// Where it begins, counted from 0: in characters (UTF-16 code units) of a text, bytes of a UTF-8 text, or words of a
/// sequence of words.
/// </param>
/// <param name="End">The place behind its end, in the same unit.</param>
/// <param name="Confidence">
/// The probability that all its words carry their labels, 0 to 1: the product over its words where each is labelled by
/// itself, the probability of these labels in all sequences where they are decoded together.
/// </param>
public readonly record struct Slot(string Name, string Text, int Start, int End, float Confidence)
{
    /// <summary>The members for ToString, with numbers that do not depend on the culture.</summary>
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(
            CultureInfo.InvariantCulture,
            $"Name = {MessageText.Sanitize(Name)}, Text = {MessageText.Sanitize(Text)}, Start = {Start}, End = {End}, "
            + $"Confidence = {Confidence}");
        return true;
    }
}
