using System.Text;
using FastElman.Validation;

namespace FastElman;

/// <summary>A word of a sentence and the label that it was given.</summary>
/// <param name="Word">The word as it stood in the sentence.</param>
/// <param name="Label">Its label, such as <c>B-toloc.city_name</c> or <c>O</c>.</param>
public readonly record struct TaggedWord(string Word, string Label)
{
    /// <summary>The members for ToString, whose texts come from files.</summary>
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(MessageText.Sanitize($"Word = {Word}, Label = {Label}"));
        return true;
    }
}
