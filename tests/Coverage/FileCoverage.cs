using System.Text.Json;

namespace FastElman.Coverage;

/// <summary>What all test programs together ran of one source file.</summary>
internal sealed class FileCoverage
{
    private readonly SortedDictionary<int, bool> _lines = [];
    private readonly Dictionary<Branch, bool> _branches = [];

    /// <summary>Branches that the compiler made of the file.</summary>
    public int BranchCount => _branches.Count;

    /// <summary>Those that no test took.</summary>
    public int MissedBranchCount => _branches.Values.Count(isTaken => !isTaken);

    /// <summary>Adds up coverlet's reports in JSON: files by their path from the root of the repository.</summary>
    public static SortedDictionary<string, FileCoverage> Of(IEnumerable<string> reports, string root)
    {
        var files = new SortedDictionary<string, FileCoverage>(StringComparer.Ordinal);
        foreach (var report in reports)
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(report));
            foreach (var document in Members(json.RootElement).SelectMany(Members))
            {
                var name = Path.GetRelativePath(root, document.Name).Replace('\\', '/');
                if (!files.TryGetValue(name, out var file))
                {
                    files.Add(name, file = new FileCoverage());
                }

                foreach (var method in Members(document.Value).SelectMany(Members))
                {
                    file.Add(method.Value);
                }
            }
        }

        return files;
    }

    /// <summary>
    /// The places that no test reaches, or of which it takes some branches only. Lines with nothing tested between them
    /// are one place.
    /// </summary>
    /// <param name="name">The name of the file.</param>
    /// <param name="text">Its lines.</param>
    public IEnumerable<UncoveredPlace> Places(string name, string[] text)
    {
        var missed = _branches.Where(branch => !branch.Value).Select(branch => branch.Key.Line).ToHashSet();
        int? first = null;
        var count = 0;
        foreach (var (line, isRun) in _lines)
        {
            if (!isRun || missed.Contains(line))
            {
                first ??= line;
                count++;
            }
            else if (first is { } begin)
            {
                yield return new UncoveredPlace(name, begin, count, text[begin - 1].Trim());
                (first, count) = (null, 0);
            }
        }

        if (first is { } last)
        {
            yield return new UncoveredPlace(name, last, count, text[last - 1].Trim());
        }
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement element) => element.EnumerateObject();

    private static IEnumerable<JsonProperty> Members(JsonProperty property) => property.Value.EnumerateObject();

    private void Add(JsonElement method)
    {
        foreach (var line in method.GetProperty("Lines").EnumerateObject())
        {
            var number = int.Parse(line.Name, System.Globalization.CultureInfo.InvariantCulture);
            _lines[number] = line.Value.GetInt32() > 0 || _lines.GetValueOrDefault(number);
        }

        foreach (var branch in method.GetProperty("Branches").EnumerateArray())
        {
            var key = new Branch(
                branch.GetProperty("Line").GetInt32(),
                branch.GetProperty("Offset").GetInt32(),
                branch.GetProperty("EndOffset").GetInt32(),
                branch.GetProperty("Path").GetInt32(),
                branch.GetProperty("Ordinal").GetInt64());
            _branches[key] = branch.GetProperty("Hits").GetInt32() > 0 || _branches.GetValueOrDefault(key);
            _lines.TryAdd(key.Line, _branches[key]);
        }
    }

    private readonly record struct Branch(int Line, int Offset, int EndOffset, int Path, long Ordinal);
}
