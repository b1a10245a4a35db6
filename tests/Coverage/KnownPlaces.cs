namespace FastElman.Coverage;

/// <summary>
/// The list of places that no test covers, each with its reason. A place is a line <c>FILE (LINES): TEXT</c>; the lines
/// below it, four blanks in, are the reason. Lines that begin with # are remarks.
/// </summary>
internal sealed class KnownPlaces
{
    private readonly Dictionary<string, string> _reasons = new(StringComparer.Ordinal);

    public KnownPlaces(IEnumerable<string> lines)
    {
        string? place = null;
        foreach (var line in lines.Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (!line.StartsWith("    ", StringComparison.Ordinal))
            {
                place = line;
                _reasons[place] = string.Empty;
            }
            else if (place is not null)
            {
                _reasons[place] = $"{_reasons[place]} {line.Trim()}".Trim();
            }
        }
    }

    /// <summary>Places whose reason is missing.</summary>
    public IEnumerable<string> WithoutReason => _reasons.Where(each => each.Value.Length == 0).Select(each => each.Key);

    /// <summary>Whether the list has a place.</summary>
    public bool Has(UncoveredPlace place) => _reasons.ContainsKey(place.Key);

    /// <summary>Those of the list that are none any more.</summary>
    public IEnumerable<string> Without(IEnumerable<UncoveredPlace> places) =>
        _reasons.Keys.Except(places.Select(place => place.Key));
}
