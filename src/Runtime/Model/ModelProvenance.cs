using System.Globalization;
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
    /// <summary>The words that were added to it without training, the earliest patch first; copied when set.</summary>
    /// <exception cref="ArgumentException">One is null.</exception>
    public IReadOnlyList<VocabularyPatch> Patches
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            VocabularyPatch[] copy = [.. value];
            field = Array.IndexOf(copy, null) < 0
                ? Array.AsReadOnly(copy)
                : throw new ArgumentException("A patch is null.", nameof(value));
        }
    }
    = [];

    /// <inheritdoc/>
    public bool Equals(ModelProvenance? other) =>
        other is not null && Recipe == other.Recipe && Origin == other.Origin && Patches.SequenceEqual(other.Patches);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Recipe, Origin, Patches.Count);

    /// <summary>The members for ToString, whose texts come from a file.</summary>
    private bool PrintMembers(StringBuilder builder)
    {
        var patches = Patches.Count == 0
            ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $", Patches = {Patches.Count}");
        builder.Append(MessageText.Sanitize($"Recipe = {Recipe}, Origin = {Origin}") + patches);
        return true;
    }
}
