using System.Reflection;
using System.Runtime.Loader;
using System.Security.Cryptography;
using System.Text.Json;
using System.Xml.Linq;

namespace FastElman.Packages.Tests;

/// <summary>What tools/pack.sh writes beside the packages.</summary>
[Collection(ScriptCollection.Name)]
public sealed class BillOfMaterialsTests(ScriptedPackages packages)
{
    private const string Command = "FastElman.Cli";

    public static TheoryData<string> Libraries =>
        ["FastElman", "FastElman.Interop", "FastElman.Training", "FastElman.Extensions.Hosting"];

    public static TheoryData<string> Packages => [.. Libraries, Command];

    [Theory, MemberData(nameof(Packages))]
    public void A_bill_is_of_its_package(string id)
    {
        var package = new PackageFolder(packages.FolderWithBills);
        Assert.Equal(
            new BillComponent(id, package.Metadata(id, "version"), package.Metadata(id, "license")),
            Bill(id).Subject);
    }

    /// <summary>By the schemas that the tool brings along.</summary>
    [Theory, MemberData(nameof(Packages))]
    public void A_bill_is_valid_in_the_version_that_it_names(string id)
    {
        var bill = Bill(id);
        Assert.Equal("CycloneDX", bill.Format);
        Assert.Empty(Problems(bill.Text, bill.SpecificationVersion));
        Assert.NotEmpty(Problems(bill.Text.Replace("\"library\"", "\"shelf\""), bill.SpecificationVersion));
    }

    /// <summary>What the package needs, and what that needs, as restored; nothing that only builds it.</summary>
    [Theory, MemberData(nameof(Libraries))]
    public void A_bill_names_the_dependencies_of_its_package_with_versions_and_licences(string id)
    {
        var package = new PackageFolder(packages.FolderWithBills);
        var named = package.DependenciesOf(id).ToList();
        var components = Bill(id).Components.ToList();
        Assert.All(named, dependency => Assert.Contains(
            components,
            each => each.Name == dependency.Id && each.Version == dependency.Range.Trim('[', ']')));
        Assert.Equal(
            WithDependencies(id, named.Select(each => each.Id)).Select(each => new BillComponent(
                each.Id, each.Version ?? package.Version, License(each.Id, each.Version))),
            components);
    }

    [Fact]
    public void The_bill_of_the_command_names_the_assemblies_that_it_brings_along()
    {
        var assemblies = new PackageFolder(packages.FolderWithBills).FilesOf(Command)
            .Where(file => file.EndsWith(".dll", StringComparison.Ordinal) && file != "fastelman-cli.dll")
            .Select(file => PackageOf(file[..^".dll".Length]));
        var components = Bill(Command).Components.ToList();
        Assert.Equal(assemblies.Order(StringComparer.Ordinal), components.Select(each => each.Name));
        Assert.All(components, each => Assert.Equal(
            License(each.Name, each.Name.StartsWith("FastElman", StringComparison.Ordinal) ? null : each.Version),
            each.License));
    }

    /// <summary>The package that an assembly comes from. All but one have its name.</summary>
    private static string PackageOf(string assembly) => assembly == "ZstdSharp" ? "ZstdSharp.Port" : assembly;

    [Fact]
    public void A_bill_has_the_time_of_the_commit()
    {
        var seconds = DotnetCommand.Run("git", PackageFeed.RepositoryFolder, "log", "-1", "--format=%ct");
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds)), Bill("FastElman").Time);
    }

    [Fact]
    public void The_sums_are_those_of_all_files()
    {
        var sums = File.ReadAllLines(Path.Combine(packages.FolderWithBills, "SHA256SUMS"))
            .Select(line => line.Split("  "))
            .ToDictionary(parts => parts[1], parts => parts[0]);
        var files = Directory.GetFiles(packages.FolderWithBills)
            .Where(file => Path.GetFileName(file) != "SHA256SUMS").ToList();
        Assert.Equal(3 * Packages.Count, files.Count);
        Assert.Equal(
            files.ToDictionary(
                file => Path.GetFileName(file)!,
                file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))),
            sums);
    }

    /// <summary>Packages and all that they need, as the lock file of the project has them; by id.</summary>
    /// <returns>The version is null for a package of this repository.</returns>
    private static IEnumerable<(string Id, string? Version)> WithDependencies(string project, IEnumerable<string> ids)
    {
        var file = Directory.GetFiles(
            Path.Combine(PackageFeed.RepositoryFolder, "src"), $"{project}.csproj", SearchOption.AllDirectories)[0];
        using var document = JsonDocument.Parse(File.ReadAllText(
            Path.Combine(Path.GetDirectoryName(file)!, "packages.lock.json")));
        var locked = document.RootElement.GetProperty("dependencies").GetProperty("net10.0").EnumerateObject()
            .ToDictionary(each => each.Name, each => each.Value, StringComparer.OrdinalIgnoreCase);
        var found = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        var waiting = new Queue<string>(ids);
        while (waiting.TryDequeue(out var id))
        {
            var entry = locked[id];
            if (found.TryAdd(id, entry.TryGetProperty("resolved", out var version) ? version.GetString() : null)
                && entry.TryGetProperty("dependencies", out var dependencies))
            {
                dependencies.EnumerateObject().ToList().ForEach(each => waiting.Enqueue(each.Name));
            }
        }

        return [.. found.Select(each => (each.Key, each.Value))];
    }

    /// <summary>The licence of a package as its author names it; the version is null for those of here.</summary>
    private string License(string id, string? version)
    {
        if (version is null)
        {
            return new PackageFolder(packages.FolderWithBills).Metadata(id, "license");
        }

        var folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget/packages");
        id = id.ToLowerInvariant();
        return XDocument.Load(Path.Combine(folder, id, version, $"{id}.nuspec")).Descendants()
            .Single(element => element.Name.LocalName == "license" && element.Attribute("type")?.Value == "expression")
            .Value;
    }

    private BillOfMaterials Bill(string id) =>
        new(File.ReadAllText(Path.Combine(packages.FolderWithBills, $"{id}.cdx.json")));

    /// <summary>What the tool's own validator says, which no package has for others to use.</summary>
    private List<string> Problems(string json, string version)
    {
        var core = Directory.GetFiles(packages.Tool, "CycloneDX.Core.dll", SearchOption.AllDirectories)
            .First(file => file.Contains("net10.0", StringComparison.Ordinal));
        var context = new AssemblyLoadContext("tool", isCollectible: true);
        context.Resolving += (self, name) => self.LoadFromAssemblyPath(
            Path.Combine(Path.GetDirectoryName(core)!, $"{name.Name}.dll"));
        try
        {
            var assembly = context.LoadFromAssemblyPath(core);
            var versions = assembly.GetType("CycloneDX.SpecificationVersion", throwOnError: true)!;
            var validate = assembly.GetType("CycloneDX.Json.Validator", throwOnError: true)!.GetMethod(
                "Validate", BindingFlags.Public | BindingFlags.Static, [typeof(string), versions])!;
            dynamic result = validate.Invoke(null, [json, Enum.Parse(versions, $"v{version.Replace('.', '_')}")])!;
            List<string> messages = [.. (IEnumerable<string>)result.Messages];
            return result.Valid ? [] : [.. messages.DefaultIfEmpty("not valid")];
        }
        finally
        {
            context.Unload();
        }
    }
}
