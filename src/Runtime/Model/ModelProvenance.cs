using System.Text;
using FastElman.Validation;

namespace FastElman;

/// <summary>
/// Where a model comes from. Its file carries this for information; it does not affect what the model computes.
/// </summary>
/// <param name="Recipe">How it was trained, such as <c>tutorial</c>; null if unknown.</param>
/// <param name="Origin">What it was made from, such as the name of a dump; null if unknown.</param>
public sealed record ModelProvenance(string? Recipe = null, string? Origin = null)
{
    /// <summary>The members for ToString, whose texts come from a file.</summary>
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(MessageText.Sanitize($"Recipe = {Recipe}, Origin = {Origin}"));
        return true;
    }
}
