using System.Text.Json;

namespace FastElman.Packages.Tests;

/// <summary>A component that a bill of materials names.</summary>
internal readonly record struct BillComponent(string Name, string Version, string License);

/// <summary>A bill of materials in the form of CycloneDX.</summary>
/// <param name="json">Its text.</param>
internal sealed class BillOfMaterials(string json)
{
    private readonly JsonElement _root = JsonDocument.Parse(json).RootElement;

    public string Text => json;

    public string Format => _root.GetProperty("bomFormat").GetString()!;

    public string SpecificationVersion => _root.GetProperty("specVersion").GetString()!;

    public DateTimeOffset Time => Metadata.GetProperty("timestamp").GetDateTimeOffset();

    /// <summary>What the bill is of.</summary>
    public BillComponent Subject => Read(Metadata.GetProperty("component"));

    /// <summary>What it consists of, by name.</summary>
    public IEnumerable<BillComponent> Components => _root.GetProperty("components").EnumerateArray()
        .Select(Read).OrderBy(each => each.Name, StringComparer.Ordinal);

    private JsonElement Metadata => _root.GetProperty("metadata");

    private static BillComponent Read(JsonElement component)
    {
        string Text(string property) => component.GetProperty(property).GetString()!;
        var (name, version) = (Text("name"), Text("version"));
        Assert.Equal($"pkg:nuget/{name}@{version}", Text("purl"));
        var license = Assert.Single(component.GetProperty("licenses").EnumerateArray().ToArray());
        return new BillComponent(name, version, license.GetProperty("license").GetProperty("id").GetString()!);
    }
}
