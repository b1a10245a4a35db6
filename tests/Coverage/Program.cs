using System.Globalization;
using FastElman.Coverage;

// Coverage ROOT LIST REPORT...
// Compares what test programs ran of the readers with the list of what none of them runs.
if (args is not [var root, var list, .. { Length: > 0 } reports])
{
    Console.Error.WriteLine("Coverage ROOT LIST REPORT...");
    return 2;
}

var known = new KnownPlaces(File.ReadLines(list));
var (branches, missed) = (0, 0);
var places = new List<UncoveredPlace>();
foreach (var (name, file) in FileCoverage.Of(reports, root).Where(each => ReaderRooms.Has(each.Key)))
{
    UncoveredPlace[] ofFile = [.. file.Places(name, File.ReadAllLines(Path.Combine(root, name)))];
    places.AddRange(ofFile);
    (branches, missed) = (branches + file.BranchCount, missed + file.MissedBranchCount);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{file.BranchCount - file.MissedBranchCount,5} of {file.BranchCount,5}  {name}"));
    foreach (var place in ofFile)
    {
        var mark = known.Has(place) ? "listed" : "NEW   ";
        Console.WriteLine($"    {mark} {place.Line,4} ({place.Count}): {place.Text}");
    }
}

UncoveredPlace[] unknown = [.. places.Where(place => !known.Has(place))];
foreach (var place in unknown)
{
    Console.WriteLine($"not in the list: {place.Key}");
}

foreach (var place in known.WithoutReason)
{
    Console.WriteLine($"no reason in the list: {place}");
}

foreach (var place in known.Without(places))
{
    Console.WriteLine($"covered, and still in the list: {place}");
}

Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{branches - missed} of {branches} branches ({100.0 * (branches - missed) / branches:F1} %), "
    + $"{places.Count} places not covered, {unknown.Length} of them not in the list"));
return unknown.Length == 0 && !known.WithoutReason.Any() ? 0 : 1;
