using System.Reflection;
using System.Xml.Linq;

namespace FastElman.Packages.Tests;

/// <summary>What is in each package beside its assembly.</summary>
public sealed class PackageContentTests(PackageFeed feed)
{
    [Theory]
    [InlineData("FastElman")]
    [InlineData("FastElman.Interop")]
    [InlineData("FastElman.Training")]
    [InlineData("FastElman.Extensions.Hosting")]
    [InlineData("FastElman.Cli")]
    public void A_package_has_a_readme_of_its_own_an_icon_and_symbols(string id)
    {
        var readme = feed.TextOf(id, "README.md");
        Assert.StartsWith($"# {id}{Environment.NewLine}", readme.ReplaceLineEndings(), StringComparison.Ordinal);
        // A link into the repository would lead nowhere.
        Assert.DoesNotMatch(@"\]\((?!https?://)", readme);
        Assert.Contains("icon.png", feed.FilesOf(id));
        Assert.True(feed.HasSymbols(id));
    }

    [Theory]
    [InlineData("FastElman", typeof(Tagger))]
    [InlineData("FastElman.Interop", typeof(Interop.TheanoDump))]
    [InlineData("FastElman.Training", typeof(Training.TrainingRun))]
    public void The_documentation_is_that_of_the_public_types(string id, Type type)
    {
        var members = XDocument.Parse(feed.TextOf(id, $"lib/net10.0/{id}.xml")).Descendants("member")
            .Select(member => member.Attribute("name")!.Value).ToList();
        var documented = members.Where(name => name.StartsWith("T:", StringComparison.Ordinal))
            .Select(name => name[2..]).Order(StringComparer.Ordinal);
        var visible = type.Assembly.GetExportedTypes().Select(each => each.FullName!.Replace('+', '.'));

        Assert.Equal(visible.Order(StringComparer.Ordinal), documented);

        // Overloads share a name, and so do a public and an internal one: names are compared.
        var names = members.Where(name => name[0] == 'M' && !name.Contains("#ctor", StringComparison.Ordinal)
            && !name.Contains(".op_", StringComparison.Ordinal)).Select(name => name[2..].Split('(', '`')[0]);
        var methods = type.Assembly.GetExportedTypes().SelectMany(each => each.GetMethods(
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance)
            .Where(method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly)
            .Select(method => $"{each.FullName!.Replace('+', '.')}.{method.Name}")).ToHashSet();
        Assert.All(names, name => Assert.Contains(name, methods));
        Assert.Contains(members, name => name.Contains(".#ctor(", StringComparison.Ordinal));
        Assert.Contains(members, name => name.StartsWith("P:", StringComparison.Ordinal));
    }

    [Fact]
    public void The_runtime_is_smaller_than_half_a_megabyte() =>
        Assert.InRange(feed.SizeOf("FastElman"), 50_000, 500_000);
}
