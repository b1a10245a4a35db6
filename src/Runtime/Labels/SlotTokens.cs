using System.Globalization;
using System.Text;

namespace FastElman;

/// <summary>A slot among the tokens of a sentence.</summary>
/// <param name="Name">Its name, such as <c>toloc.city_name</c>; empty where the labels have no names.</param>
/// <param name="FirstToken">The index of its first token.</param>
/// <param name="TokenCount">The number of its tokens, at least 1.</param>
public readonly record struct SlotTokens(string Name, int FirstToken, int TokenCount)
{
    /// <summary>The members for ToString, with numbers that do not depend on the culture.</summary>
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(
            CultureInfo.InvariantCulture, $"Name = {Name}, FirstToken = {FirstToken}, TokenCount = {TokenCount}");
        return true;
    }
}
