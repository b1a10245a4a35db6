namespace FastElman.Packages.Tests;

/// <summary>What the packages say that they need.</summary>
public sealed class DependencyTests(PackageFeed feed)
{
    [Fact]
    public void The_runtime_depends_on_two_packages() =>
        Assert.Equal(
            ["Microsoft.Extensions.ObjectPool", "System.IO.Hashing"],
            feed.DependenciesOf("FastElman").Select(each => each.Id).Order(StringComparer.Ordinal));

    /// <summary>Versions are pinned, so what the runtime needs stands in the list of Interop too.</summary>
    [Fact]
    public void Interop_adds_protobuf_to_what_the_runtime_needs() =>
        Assert.Equal(
            ["FastElman", "Google.Protobuf", "Microsoft.Extensions.ObjectPool", "System.IO.Hashing"],
            feed.DependenciesOf("FastElman.Interop").Select(each => each.Id).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("FastElman.Interop", "FastElman")]
    [InlineData("FastElman.Training", "FastElman")]
    [InlineData("FastElman.Training", "FastElman.Interop")]
    public void A_package_that_uses_internals_depends_on_one_version(string id, string neighbour) =>
        Assert.Equal($"[{feed.Version}]", feed.DependenciesOf(id).Single(each => each.Id == neighbour).Range);

    [Fact]
    public void A_package_that_uses_public_types_alone_takes_later_versions_too() =>
        Assert.Equal(
            feed.Version,
            feed.DependenciesOf("FastElman.Extensions.Hosting").Single(each => each.Id == "FastElman").Range);

    [Fact]
    public void The_command_brings_its_assemblies_along()
    {
        Assert.Empty(feed.DependenciesOf("FastElman.Cli"));
        Assert.All(
            ["FastElman.dll", "FastElman.Interop.dll", "FastElman.Training.dll", "fastelman-cli.dll"],
            name => Assert.Contains(name, feed.FilesOf("FastElman.Cli")));
    }
}
